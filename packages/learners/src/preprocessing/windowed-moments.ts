import { growFloats, growInts, SnapshotError } from '@coelho/core'

/** Mean and variance of the last values of each feature; the oldest is taken back exactly. */
export class WindowedMoments {
  static readonly id = 'preprocessing.WindowedMoments'
  static readonly state = ['values', 'next', 'count', 'mean', 'spread'] as const

  /** A ring of `size` values per feature. */
  private values: Float64Array = new Float64Array(0)
  private next: Int32Array = new Int32Array(0)
  private count: Int32Array = new Int32Array(0)
  mean: Float64Array = new Float64Array(0)
  /** The sum of squared distances from the mean. */
  private spread: Float64Array = new Float64Array(0)

  reserve(features: number, size: number): void {
    if (features <= this.count.length) return
    this.count = growInts(this.count, features)
    const room = this.count.length
    this.next = growInts(this.next, room)
    this.mean = growFloats(this.mean, room)
    this.spread = growFloats(this.spread, room)
    this.values = growFloats(this.values, room * size)
  }

  update(feature: number, x: number, size: number): void {
    const place = feature * size + this.next[feature]
    if (this.count[feature] === size) this.remove(feature, this.values[place])
    this.values[place] = x
    this.next[feature] = (this.next[feature] + 1) % size
    const n = ++this.count[feature]
    const before = this.mean[feature]
    const after = before + (1 / n) * (x - before)
    this.mean[feature] = after
    this.spread[feature] += (x - before) * (x - after)
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
    const { length } = this.count
    const sameLength =
      this.next.length === length && this.mean.length === length && this.spread.length === length
    const inside = this.count.every(
      (n, f) => n >= 0 && n <= size && this.next[f] >= 0 && this.next[f] < size,
    )
    if (!sameLength || !inside || length > features || this.values.length < length * size) {
      throw new SnapshotError('the windows of StandardScaler must fit their size')
    }
  }
}
