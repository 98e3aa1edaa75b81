import { SnapshotError } from '../errors.js'
import { growFloats } from '../memory/grow.js'

/**
 * The largest of the last so many values. Only those are kept that may still become the largest:
 * each is smaller than the one before it. A value enters once and leaves once, O(1) on average.
 */
export class WindowMax {
  static readonly id = 'stats.WindowMax'
  static readonly state = ['values', 'born', 'first', 'count', 'seen'] as const

  // A ring of the values that count, and of when they came; the largest is at `first`.
  private values: Float64Array = new Float64Array(4)
  private born: Float64Array = new Float64Array(4)
  private first = 0
  private count = 0
  private seen = 0

  push(x: number, size: number): void {
    this.seen += 1
    if (this.count > 0 && this.born[this.first] <= this.seen - size) {
      this.first = (this.first + 1) % this.values.length
      this.count -= 1
    }
    while (this.count > 0 && this.values[this.place(this.count - 1)] <= x) this.count -= 1
    if (this.count === this.values.length) this.widen()
    const last = this.place(this.count)
    this.values[last] = x
    this.born[last] = this.seen
    this.count += 1
  }

  /** Undefined before the first value. */
  get largest(): number | undefined {
    return this.count > 0 ? this.values[this.first] : undefined
  }

  private place(k: number): number {
    return (this.first + k) % this.values.length
  }

  /** What had turned to the front of the ring moves behind what was its end. */
  private widen(): void {
    const before = this.values.length
    this.values = growFloats(this.values, before + 1).copyWithin(before, 0, this.first)
    this.born = growFloats(this.born, before + 1).copyWithin(before, 0, this.first)
  }

  checkSize(size: number): void {
    const { values, born, first, count, seen } = this
    const { length } = values
    const whole = [first, count, seen].every((n) => Number.isSafeInteger(n) && n >= 0)
    if (
      !whole ||
      born.length !== length ||
      first >= length ||
      count > Math.min(length, size, seen)
    ) {
      throw new SnapshotError('the candidates of a window must fit its size')
    }
    for (let k = 0, after = seen - size; k < count; k++) {
      const at = this.place(k)
      const falling = k === 0 || values[at] < values[this.place(k - 1)]
      if (!Number.isSafeInteger(born[at]) || born[at] <= after || born[at] > seen || !falling) {
        throw new SnapshotError('the candidates of a window must fall, and be in order')
      }
      after = born[at]
    }
    if (seen > 0 && (count === 0 || born[this.place(count - 1)] !== seen)) {
      throw new SnapshotError('the last value of a window must be among its candidates')
    }
  }
}
