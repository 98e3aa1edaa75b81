const LEAST_MS = 4000
const MOST_AT_ONCE = 3

/** What a screen reader is told: in turn, together, and not more often than one can listen. */
class Announcer {
  text: string = $state('')
  private waiting: string[] = []
  private timer: ReturnType<typeof setTimeout> | undefined
  private lastAt = -Infinity

  say(text: string): void {
    this.waiting = [...this.waiting.filter((other) => other !== text), text].slice(-MOST_AT_ONCE)
    const wait = Math.max(0, LEAST_MS - (performance.now() - this.lastAt))
    this.timer ??= setTimeout(() => this.tell(), wait)
  }

  private tell(): void {
    this.timer = undefined
    this.lastAt = performance.now()
    this.text = this.waiting.join('. ')
    this.waiting = []
  }
}

export const announcer: Announcer = new Announcer()
