import { growFloats, growInts } from '../memory/grow.js'
import { NO_INTS } from '../memory/none.js'

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

  /** The features that were given as null; the first `nullCount` are valid. Few steps ask. */
  nulls: Int32Array = NO_INTS
  nullCount = 0
  private given: Int32Array = NO_INTS
  private shuffled = false

  /** The features that are there in the order in which the event names them. */
  get order(): Int32Array {
    return this.shuffled ? this.given : this.indices
  }

  clear(): void {
    const { values, indices, count } = this
    for (let k = 0; k < count; k++) values[indices[k]] = NaN
    this.count = 0
    this.stamp = 0
    this.nullCount = 0
    this.shuffled = false
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

  /** Adds a feature that was given as null. */
  putNull(feature: number): void {
    if (feature >= this.width) this.widen(feature + 1)
    this.nulls = growInts(this.nulls, this.nullCount + 1)
    this.nulls[this.nullCount++] = feature
  }

  /** Puts the features in ascending order: they mostly are already. */
  seal(width: number): void {
    this.widen(width)
    const { indices, count } = this
    let ordered = true
    for (let k = 1; k < count && ordered; k++) ordered = indices[k - 1] < indices[k]
    if (ordered) return
    this.keepOrder(indices, count)
    if (count > MOST_TO_INSERT) indices.subarray(0, count).sort()
    else insertionSort(indices, count)
  }

  /** Remembers in which order an event names its features, where it is not the ascending one. */
  keepOrder(order: Int32Array, count: number = order.length): void {
    this.given = growInts(this.given, count)
    for (let k = 0; k < count; k++) this.given[k] = order[k]
    this.shuffled = true
  }

  /** The features of another row, without its values. */
  sameFeatures(row: Row): void {
    if (row.stamp !== 0 && row.stamp === this.stamp) return
    this.clear()
    this.widen(row.width)
    this.indices.set(row.indices.subarray(0, row.count))
    this.count = row.count
    this.stamp = row.stamp
    if (row.shuffled) this.keepOrder(row.given, row.count)
  }
}

/** So few are sorted sooner than a view of them is made. */
const MOST_TO_INSERT = 32

function insertionSort(list: Int32Array, count: number): void {
  for (let k = 1; k < count; k++) {
    const item = list[k]
    let at = k
    for (; at > 0 && list[at - 1] > item; at--) list[at] = list[at - 1]
    list[at] = item
  }
}
