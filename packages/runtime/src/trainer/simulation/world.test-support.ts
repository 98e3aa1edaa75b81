// Virtual time, and chance from a seed: whatever the trainers wait for is let go by it, one thing
// after the other, so that a seed is one history, every time.

import { TimeQueue } from '../../generator/time-queue.js'

/** A process that can be stopped for a while, or killed at any moment. */
export interface Process {
  readonly name: string
  isAlive: boolean
  pausedUntil: number
}

interface Waiting {
  readonly process: Process | undefined
  readonly go: () => void
}

export class World {
  now = 0
  private state: number
  private readonly waiting: TimeQueue<Waiting> = new TimeQueue()

  constructor(seed: number) {
    this.state = (seed * 2654435761) >>> 0
  }

  /** Mulberry32: small, and quick to start from a seed. */
  random(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number below `n`. */
  below(n: number): number {
    return Math.floor(this.random() * n)
  }

  /** After some time; never, if the process is dead by then; later, if it is stopped. */
  after(milliseconds: number, process?: Process): Promise<void> {
    return new Promise((go) => this.plan(milliseconds, process, go))
  }

  /** Something that happens by itself. */
  plan(milliseconds: number, process: Process | undefined, go: () => void): void {
    this.waiting.add(this.now + milliseconds, { process, go })
  }

  /** Lets things happen until it is enough, or until so much time has passed. */
  async run(until: number, isEnough: () => boolean): Promise<void> {
    const { waiting } = this
    while (!isEnough() && waiting.size > 0 && waiting.due <= until) {
      this.now = Math.max(this.now, waiting.due)
      const next = waiting.take()!
      const { process } = next
      if (process && !process.isAlive) continue
      if (process && process.pausedUntil > this.now) {
        waiting.add(process.pausedUntil, next)
        continue
      }
      next.go()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
