import { SnapshotError } from '../../errors.js'
import { growFloats, growInts } from '../../memory/grow.js'
import { NO_FLOATS, NO_INTS } from '../../memory/none.js'

/** Fewer cells than this are not worth looking for empty ones. */
const FEW = 1024
/** Cells of codes below this are looked up in a grid. */
const SMALL = 16

/**
 * The cells of a table that were ever counted in, and only those: a thousand clusters do not
 * take room for a million pairs. Cells are numbered as they come, and found by hashing.
 */
export class Cells {
  static readonly id = 'metrics.Cells'
  static readonly state = ['rows', 'cols', 'weights', 'times', 'size'] as const

  rows: Int32Array = NO_INTS
  cols: Int32Array = NO_INTS
  weights: Float64Array = NO_FLOATS
  /** How many updates each weight is the sum of. */
  times: Float64Array = NO_FLOATS
  size = 0
  private slots: Int32Array = NO_INTS // the number of a cell plus 1, 0 where none is
  private readonly grid: Int32Array = new Int32Array(SMALL * SMALL) // the same for small codes
  private sweepAt = FEW

  /** The number of a cell, or -1. */
  find(row: number, col: number): number {
    if (row < SMALL && col < SMALL) return this.grid[SMALL * row + col] - 1
    const { rows, cols, slots } = this
    const mask = slots.length - 1
    if (mask < 0) return -1
    for (let at = hash(row, col) & mask; ; at = (at + 1) & mask) {
      const cell = slots[at] - 1
      if (cell < 0 || (rows[cell] === row && cols[cell] === col)) return cell
    }
  }

  /** The number of a cell, which is made if it is new. */
  place(row: number, col: number): number {
    const known = this.find(row, col)
    if (known >= 0) return known
    if (this.size >= this.sweepAt) this.sweep()
    const cell = this.size++
    this.rows = growInts(this.rows, this.size)
    this.cols = growInts(this.cols, this.size)
    this.weights = growFloats(this.weights, this.size)
    this.times = growFloats(this.times, this.size)
    this.rows[cell] = row
    this.cols[cell] = col
    this.weights[cell] = 0
    this.times[cell] = 0
    if (2 * this.size > this.slots.length) this.hashAll()
    else this.enter(cell)
    return cell
  }

  /** Keeps the cells that count something, under new codes if a list of them is given. */
  sweep(codes?: Int32Array): void {
    const { rows, cols, weights, times } = this
    let kept = 0
    for (let cell = 0; cell < this.size; cell++) {
      if (times[cell] === 0) continue
      rows[kept] = codes ? codes[rows[cell]] : rows[cell]
      cols[kept] = codes ? codes[cols[cell]] : cols[cell]
      weights[kept] = weights[cell]
      times[kept] = times[cell]
      kept++
    }
    this.size = kept
    this.sweepAt = Math.max(FEW, 2 * kept)
    this.hashAll()
  }

  private hashAll(): void {
    if (2 * this.size > this.slots.length) this.slots = growInts(NO_INTS, slotsFor(this.size))
    else this.slots.fill(0)
    this.grid.fill(0)
    for (let cell = 0; cell < this.size; cell++) this.enter(cell)
  }

  private enter(cell: number): void {
    const { slots, rows, cols } = this
    if (rows[cell] < SMALL && cols[cell] < SMALL) {
      this.grid[SMALL * rows[cell] + cols[cell]] = cell + 1
    }
    const mask = slots.length - 1
    let at = hash(rows[cell], cols[cell]) & mask
    while (slots[at] !== 0) at = (at + 1) & mask
    slots[at] = cell + 1
  }

  checkState(): void {
    const { rows, cols, weights, times, size } = this
    const room = Math.min(rows.length, cols.length, weights.length, times.length)
    if (!Number.isSafeInteger(size) || size < 0 || size > room) {
      throw new SnapshotError('a table must have room for its cells', size)
    }
    this.slots = growInts(NO_INTS, slotsFor(size))
    this.grid.fill(0)
    for (let cell = 0; cell < size; cell++) {
      const counts = times[cell] > 0 ? weights[cell] >= 0 : weights[cell] === 0
      const whole = Number.isSafeInteger(times[cell]) && times[cell] >= 0
      if (!counts || !whole || !Number.isFinite(weights[cell])) {
        throw new SnapshotError('a cell must have a weight of at least 0', weights[cell])
      }
      if (rows[cell] < 0 || cols[cell] < 0 || this.find(rows[cell], cols[cell]) >= 0) {
        throw new SnapshotError('a cell must not come twice', cell)
      }
      this.enter(cell)
    }
  }
}

/** A power of two, at least twice the cells. */
function slotsFor(size: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(4, 4 * size)))
}

function hash(row: number, col: number): number {
  const mixed = Math.imul(row, 0x9e3779b1) ^ Math.imul(col, 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}
