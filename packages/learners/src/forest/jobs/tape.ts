import { nextStamp, Row } from '@coelho/core'
import type { RowJob } from './spreadable.js'

/** What stands before the features of a row: work, target, weight, how many features follow. */
const HEAD = 4
/** In the place of their number: the same features as those of the row before. */
const SAME = -1

/** Rows as plain numbers, one behind the other, as threads hand them to each other. */
export class TapeWriter {
  readonly numbers: Float64Array
  used = 0
  rows = 0
  private lastStamp = 0

  constructor(size: number) {
    this.numbers = new Float64Array(size)
  }

  /** False if there is no room. */
  write(row: Row, work: number, target: number, weight: number): boolean {
    const { numbers } = this
    const { order, values, count, stamp } = row
    const isSame = stamp !== 0 && stamp === this.lastStamp && this.rows > 0
    const size = HEAD + count + (isSame ? 0 : count)
    if (this.used + size > numbers.length) return false
    let at = this.used
    numbers[at++] = work
    numbers[at++] = target
    numbers[at++] = weight
    numbers[at++] = isSame ? SAME : count
    if (!isSame) for (let k = 0; k < count; k++) numbers[at++] = order[k]
    for (let k = 0; k < count; k++) numbers[at++] = values[order[k]]
    this.lastStamp = stamp
    this.used = at
    this.rows++
    return true
  }

  rewind(): void {
    this.used = 0
    this.rows = 0
  }
}

/** Reads such rows: always into the same `row`. */
export class TapeReader implements RowJob {
  readonly row: Row = new Row()
  work = 0
  target = 0
  weight = 0
  private numbers: Float64Array = new Float64Array(0)
  private at = 0
  private width = 0
  /** The features in the order in which the event names them. */
  private order: Int32Array = new Int32Array(0)

  /** `width`: how many features the schema has. */
  open(numbers: Float64Array, width: number): void {
    this.numbers = numbers
    this.at = 0
    this.width = width
  }

  next(): void {
    const { numbers, row } = this
    let { at } = this
    this.work = numbers[at++]
    this.target = numbers[at++]
    this.weight = numbers[at++]
    const count = numbers[at++]
    if (count !== SAME) {
      row.clear()
      this.order = Int32Array.from(numbers.subarray(at, at + count))
      at += count
      for (let k = 0; k < count; k++) row.put(this.order[k], numbers[at + k])
      row.seal(this.width)
      row.stamp = nextStamp()
      this.at = at + count
      return
    }
    const { order } = this
    const { values } = row
    for (let k = 0; k < order.length; k++) values[order[k]] = numbers[at++]
    this.at = at
  }
}
