import { growFloats, NO_FLOATS, snapshot } from '@coelho/core'
import type { Initializer } from '../optim/initializers/initializer.js'
import { Normal } from '../optim/initializers/normal.js'
import { Zeros } from '../optim/initializers/zeros.js'

/**
 * The numbers that an initializer is to give, which can be looked at before they are drawn: a
 * prediction sees what a feature that is new would start with, and changes nothing.
 */
export class Draws {
  static readonly id = 'facto.Draws'
  static readonly state = ['source'] as const
  static readonly parts: readonly unknown[] = [Normal, Zeros]

  readonly source: Initializer
  /** A copy of the source that is ahead of it by the numbers in `seen`; no state. */
  private scout: Initializer | undefined
  private seen: Float64Array = NO_FLOATS
  private ahead = 0

  constructor(source: Initializer) {
    this.source = source
  }

  /** What the source was seeded with, if it is a random one of ours. */
  get seed(): number | undefined {
    return this.source instanceof Normal ? this.source.seed : undefined
  }

  /** The next numbers, at least `count`; they are still to be drawn. */
  peek(count: number): Float64Array {
    this.scout ??= snapshot.copy(this.source)
    this.seen = growFloats(this.seen, count)
    while (this.ahead < count) this.seen[this.ahead++] = this.scout.next()
    return this.seen
  }

  /** Draws numbers into a part of an array. */
  draw(into: Float64Array, from: number, count: number): void {
    for (let k = 0; k < count; k++) into[from + k] = this.source.next()
    if (this.scout === undefined) return
    this.peek(count)
    this.seen.copyWithin(0, count, this.ahead)
    this.ahead -= count
  }

  checkState(): void {
    this.scout = undefined
    this.ahead = 0
  }
}
