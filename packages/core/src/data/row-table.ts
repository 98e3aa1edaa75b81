import { growFloats } from '../memory/grow.js'
import type { Block } from './block.js'
import type { Row } from './row.js'

/** Rows side by side in one array, whose width is known only when all are there. */
export class RowTable {
  length = 0
  /** So many numbers for each row, NaN where a feature is absent. */
  private width: number
  private readonly expected: number
  private values: Float64Array
  /** How many features the row has that has fewest. */
  private fewest = Infinity

  /** `width` and `rows` are what is expected: it grows where there are more. */
  constructor(width: number, rows: number) {
    this.width = width
    this.expected = rows
    this.values = new Float64Array(width * rows)
  }

  add(row: Row): void {
    const { count, values } = row
    this.makeRoom(row, 1)
    const { width, values: to } = this
    const start = this.length * width
    const there = Math.min(width, values.length)
    for (let feature = 0; feature < there; feature++) to[start + feature] = values[feature]
    for (let feature = there; feature < width; feature++) to[start + feature] = NaN
    this.fewest = Math.min(this.fewest, count)
    this.length += 1
  }

  addBlock({ row, columns, length }: Block): void {
    const { count, indices } = row
    this.makeRoom(row, length)
    const { width, values: to } = this
    const start = this.length * width
    if (count < width) to.fill(NaN, start, start + length * width)
    for (let k = 0; k < count; k++) {
      const { values, start: first, step } = columns[indices[k]]
      let at = start + indices[k]
      for (let i = 0; i < length; i++) {
        to[at] = values[first + i * step]
        at += width
      }
    }
    this.fewest = Math.min(this.fewest, count)
    this.length += length
  }

  private makeRoom({ count, indices, width }: Row, rows: number): void {
    if (count > 0 && indices[count - 1] >= this.width) this.widen(width)
    const needed = (this.length + rows) * this.width
    if (needed > this.values.length) this.values = growFloats(this.values, needed)
  }

  /** True if each row has that many features. */
  isFull(width: number): boolean {
    return this.fewest >= width
  }

  /** The rows, of so many numbers each. */
  take(width: number): Float64Array {
    if (width !== this.width) this.layOut(width, this.length)
    const needed = this.length * width
    return this.values.length === needed ? this.values : this.values.slice(0, needed)
  }

  /** Makes room for more features: twice as many as there were, so that it is rarely done. */
  private widen(needed: number): void {
    const width = Math.max(needed, this.length === 0 ? 0 : 2 * this.width)
    this.layOut(width, Math.max(this.length + 1, this.expected))
  }

  private layOut(width: number, rows: number): void {
    const from = this.values
    const to = new Float64Array(rows * width)
    const kept = Math.min(width, this.width)
    for (let i = 0; i < this.length; i++) {
      const start = i * width
      for (let f = 0; f < kept; f++) to[start + f] = from[i * this.width + f]
      to.fill(NaN, start + kept, start + width)
    }
    this.values = to
    this.width = width
  }
}
