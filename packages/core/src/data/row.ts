import { growFloats, growInts } from '../memory/grow.js'

/**
 * One event as a learner sees it: values by feature index, and the list of the features that
 * are there. Both views serve dense and sparse events: `values[feature]` answers at once
 * (NaN where the feature is absent; a value given by a user is never NaN), and a loop over
 * `indices` costs what the event holds, however many features are known.
 *
 * `indices` ascends, so that the order of an object's keys never matters.
 */
export class Row {
  /** By feature index; NaN where absent. At least `width` long. A category is its code. */
  values: Float64Array = new Float64Array(8).fill(NaN)
  /** The features that are there, ascending; the first `count` are valid. */
  indices: Int32Array = new Int32Array(8)
  count = 0
  /** How many features the schema has: every index is below it. */
  width = 0
  /** Rows with the same stamp, other than 0, have the same features. */
  stamp = 0

  /** True if no feature is absent. */
  get full(): boolean {
    return this.count === this.width
  }

  clear(): void {
    const { values, indices, count } = this
    for (let k = 0; k < count; k++) values[indices[k]] = NaN
    this.count = 0
    this.stamp = 0
  }

  /** Makes room for the features of a schema; `values` beyond the old width are NaN. */
  widen(width: number): void {
    if (width > this.values.length) {
      this.values = growFloats(this.values, width, NaN)
      this.indices = growInts(this.indices, width)
    }
    this.width = width
  }

  /** Adds a value; call `seal` when all are there. */
  put(feature: number, value: number): void {
    if (feature >= this.width) this.widen(feature + 1)
    this.values[feature] = value
    this.indices[this.count++] = feature
  }

  /** Puts the features in ascending order: they mostly are already. */
  seal(width: number): void {
    this.widen(width)
    const { indices, count } = this
    let ordered = true
    for (let k = 1; k < count && ordered; k++) ordered = indices[k - 1] < indices[k]
    if (!ordered) indices.subarray(0, count).sort()
  }

  /** The features of another row, without its values. */
  sameFeatures(row: Row): void {
    if (row.stamp !== 0 && row.stamp === this.stamp) return
    this.clear()
    this.widen(row.width)
    this.indices.set(row.indices.subarray(0, row.count))
    this.count = row.count
    this.stamp = row.stamp
  }
}
