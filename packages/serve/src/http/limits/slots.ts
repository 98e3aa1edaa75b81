import { Refused } from '../problem.js'

/** So many requests are worked on at a time, so many may wait for that; more are refused. */
export class Slots {
  private readonly max: number
  private readonly maxWaiting: number
  private readonly waiting: (() => void)[] = []
  private busy = 0

  constructor(max: number, maxWaiting: number) {
    this.max = max
    this.maxWaiting = maxWaiting
  }

  get taken(): number {
    return this.busy
  }

  /** Undefined where there was a slot at once. */
  enter(): Promise<void> | undefined {
    if (this.busy < this.max) {
      this.busy++
      return undefined
    }
    if (this.waiting.length >= this.maxWaiting) {
      const detail = `${this.max} requests are worked on and ${this.maxWaiting} wait already.`
      throw new Refused('too-many', detail)
    }
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  /** The slot goes on to who waited longest. */
  leave(): void {
    const next = this.waiting.shift()
    if (next) next()
    else this.busy--
  }
}
