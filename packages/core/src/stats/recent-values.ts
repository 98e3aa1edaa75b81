import { SnapshotError } from '../errors.js'
import { growFloats } from '../memory/grow.js'

/** The last so many values, in the order in which they came. */
export class RecentValues {
  static readonly id = 'stats.RecentValues'
  static readonly state = ['values', 'count', 'next'] as const

  private values: Float64Array = new Float64Array(4)
  private count = 0
  private next = 0 // the place of the oldest, where the next one goes once all are there

  push(x: number, size: number): void {
    if (this.count < size) {
      this.values = growFloats(this.values, this.count + 1)
      this.values[this.count++] = x
    } else {
      this.values[this.next] = x
      this.next = this.next + 1 === size ? 0 : this.next + 1
    }
  }

  isFull(size: number): boolean {
    return this.count === size
  }

  /** The oldest; ask only once there is one. */
  oldest(): number {
    return this.values[this.next]
  }

  checkSize(size: number): void {
    const { values, count, next } = this
    const whole = Number.isSafeInteger(count) && Number.isSafeInteger(next)
    const inside = count >= 0 && count <= size && count <= values.length && next >= 0 && next < size
    if (!whole || !inside || (next > 0 && count < size)) {
      throw new SnapshotError('the values of a window must fit its size')
    }
  }
}
