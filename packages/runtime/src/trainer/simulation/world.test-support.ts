// Virtual time, and chance from a seed: whatever the trainers wait for is let go by it, one thing
// after the other, so that a seed is one history, every time.

/** A process that can be stopped for a while, or killed at any moment. */
export interface Process {
  readonly name: string
  isAlive: boolean
  pausedUntil: number
}

interface Waiting {
  readonly at: number
  readonly number: number
  readonly process: Process | undefined
  readonly go: () => void
}

export class World {
  now = 0
  private state: number
  private readonly heap: Waiting[] = []
  private count = 0

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
    this.push({ at: this.now + milliseconds, number: this.count++, process, go })
  }

  /** Lets things happen until it is enough, or until so much time has passed. */
  async run(until: number, isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      const next = this.pop()
      if (!next || next.at > until) return
      this.now = Math.max(this.now, next.at)
      const { process } = next
      if (process && !process.isAlive) continue
      if (process && process.pausedUntil > this.now) {
        this.push({ ...next, at: process.pausedUntil })
        continue
      }
      next.go()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  private push(item: Waiting): void {
    const { heap } = this
    let i = heap.length
    heap.push(item)
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!isBefore(item, heap[parent]!)) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = item
  }

  private pop(): Waiting | undefined {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    if (heap.length === 0 || !last) return first
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (!isBefore(heap[child]!, last)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = last
    return first
  }
}

function isBefore(a: Waiting, b: Waiting): boolean {
  return a.at < b.at || (a.at === b.at && a.number < b.number)
}
