/** The time, once a second, for ages that grow while nothing else happens. */
class Clock {
  now: number = $state(Date.now())

  start(): void {
    setInterval(() => {
      this.now = Date.now()
    }, 1000)
  }
}

export const clock: Clock = new Clock()
