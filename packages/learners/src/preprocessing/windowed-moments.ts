import { growFloats, growInts, relayout, SnapshotError } from '@coelho/core'

/** Mean and variance of the last values of each feature; the oldest is taken back exactly. */
export class WindowedMoments {
  static readonly id = 'preprocessing.WindowedMoments'
  static readonly state = ['values', 'room', 'next', 'count', 'mean', 'spread'] as const

  /** A ring per feature; there is room for `room` values in each, which grows up to the size. */
  private values: Float64Array = new Float64Array(0)
  private room = 0
  private next: Int32Array = new Int32Array(0)
  private count: Int32Array = new Int32Array(0)
  mean: Float64Array = new Float64Array(0)
  /** The sum of squared distances from the mean. */
  private spread: Float64Array = new Float64Array(0)

  reserve(features: number): void {
    if (features <= this.count.length) return
    this.count = growInts(this.count, features)
    const all = this.count.length
    this.next = growInts(this.next, all)
    this.mean = growFloats(this.mean, all)
    this.spread = growFloats(this.spread, all)
    this.values = growFloats(this.values, all * this.room)
  }

  update(feature: number, x: number, size: number): void {
    if (this.count[feature] === this.room && this.room < size) this.widen(size)
    const place = feature * this.room + this.next[feature]
    if (this.count[feature] === size) this.remove(feature, this.values[place])
    this.values[place] = x
    this.next[feature] = (this.next[feature] + 1) % size
    const n = ++this.count[feature]
    const before = this.mean[feature]
    const after = before + (1 / n) * (x - before)
    this.mean[feature] = after
    this.spread[feature] += (x - before) * (x - after)
  }

  /** A ring that has no room left is not full before it has `size` values: it has not turned. */
  private widen(size: number): void {
    const { length } = this.count
    const room = Math.min(size, Math.max(4, 2 * this.room))
    this.values = relayout(this.values, length, this.room, length, room)
    this.room = room
  }

  private remove(feature: number, x: number): void {
    const n = --this.count[feature]
    const before = this.mean[feature]
    const after = n === 0 ? 0 : before - (1 / n) * (x - before)
    this.mean[feature] = after
    this.spread[feature] -= (x - before) * (x - after)
  }

  variance(feature: number): number {
    const n = this.count[feature]
    return n > 0 ? this.spread[feature] / n : 0
  }

  checkSize(size: number, features: number): void {
    const { room, values, next } = this
    const { length } = this.count
    const sameLength =
      next.length === length && this.mean.length === length && this.spread.length === length
    const inside = this.count.every(
      (n, f) => n >= 0 && n <= room && (n < size ? next[f] === n : next[f] >= 0 && next[f] < size),
    )
    const fits = Number.isSafeInteger(room) && room >= 0 && room <= size && length <= features
    if (!sameLength || !inside || !fits || values.length < length * room) {
      throw new SnapshotError('the windows of StandardScaler must fit their size')
    }
  }
}
