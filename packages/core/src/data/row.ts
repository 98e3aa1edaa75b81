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
  count = 0
  /** How many features the schema has: every index is below it. */
  width = 0
  /** Rows with the same stamp, other than 0, have the same features. */
  stamp = 0
  /** Told by who wrote it: it is 0 once another has written. */
  mark = 0

  /** The features that were given as null; the first `nullCount` are valid. Few steps ask. */
  nulls: Int32Array = NO_INTS
  nullCount = 0
  private given: Int32Array = NO_INTS
  private shuffled = false
  private list: Int32Array = new Int32Array(8)
  /** True while the features stand in the order in which they came: see `sealLater`. */
  unsorted = false

  /** The features that are there, ascending; the first `count` are valid. */
  get indices(): Int32Array {
    if (this.unsorted) this.sort()
    return this.list
  }

  /** The same in no certain order while they are unsorted: for sums over all of them. */
  get anyOrder(): Int32Array {
    return this.list
  }

  /** The features that are there in the order in which the event names them. */
  get order(): Int32Array {
    return this.shuffled ? this.given : this.list
  }

  clear(): void {
    const { values, list, count } = this
    for (let k = 0; k < count; k++) values[list[k]] = NaN
    this.count = 0
    this.stamp = 0
    this.mark = 0
    this.nullCount = 0
    this.shuffled = false
    this.unsorted = false
  }

  /** Makes room for the features of a schema; `values` beyond the old width are NaN. */
  widen(width: number): void {
    if (width > this.values.length) {
      this.values = growFloats(this.values, width, NaN)
      this.list = growInts(this.list, width)
    }
    this.width = width
  }

  /** Adds a value; call `seal` when all are there. */
  put(feature: number, value: number): void {
    if (feature >= this.width) this.widen(feature + 1)
    this.values[feature] = value
    this.list[this.count++] = feature
  }

  /** Adds values of features below `width`; those of one feature are added up. */
  sum(features: Int32Array, sizes: Float64Array, count: number, width: number): void {
    this.widen(width)
    const { values, list } = this
    let there = this.count
    for (let k = 0; k < count; k++) {
      const feature = features[k]
      const before = values[feature]
      if (before === before) values[feature] = before + sizes[k]
      else {
        values[feature] = sizes[k]
        list[there++] = feature
      }
    }
    this.count = there
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
    this.sort()
  }

  /** The same, but they are put in order only when they are asked for by `indices`. */
  sealLater(width: number): void {
    this.widen(width)
    this.unsorted = true
  }

  private sort(): void {
    this.unsorted = false
    const { list: indices, count } = this
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
    this.list.set(row.indices.subarray(0, row.count))
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
