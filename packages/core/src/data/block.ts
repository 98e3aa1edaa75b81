import { NO_FLOATS } from '../memory/none.js'
import { Row } from './row.js'

/** So many rows of a few dozen features fit into the nearest cache, with what becomes of them. */
export const BLOCK_ROWS = 64
/** Rows with more features go one by one: a block of them would fit into no cache. */
export const WIDEST_BLOCK = 512

/** The values of a feature in a block: that of row i is `values[start + i * step]`. */
export interface Column {
  readonly values: Float64Array
  readonly start: number
  readonly step: number
}

/** Writes what becomes of so many values of a column into another. */
export function convert(
  from: Column,
  to: Column,
  length: number,
  become: (value: number) => number,
): void {
  for (let i = 0; i < length; i++) {
    to.values[to.start + i * to.step] = become(from.values[from.start + i * from.step])
  }
}

/** A column that may still be moved. */
interface Room {
  values: Float64Array
  start: number
  step: number
}

/**
 * Some rows with the same features, by column: what a step does to one feature it then does in one
 * loop, and what it leaves as it is it hands on without a copy.
 */
export class Block {
  /** How many rows it holds. */
  length = 0
  /** Its features, and the values of the row that was read last. */
  readonly row: Row = new Row()
  /** For each feature its values; they may be another block's, and are then for reading only. */
  readonly columns: Column[] = []
  private readonly rooms: Room[] = []
  private table: Float64Array = NO_FLOATS
  private packed: Float64Array = NO_FLOATS

  /** A column of its own for one of its features, whose numbers are to be written. */
  room(feature: number): Column {
    const { indices, count } = this.row
    let place = Math.min(feature, count - 1)
    while (place > 0 && indices[place] !== feature) place-- // indices ascend, none comes twice
    return this.place(feature, place, this.roomForAll(count))
  }

  /** Columns of its own for all features, row by row in one array, which is to be written. */
  rows(): Float64Array {
    const { indices, count } = this.row
    const table = this.roomForAll(count)
    for (let k = 0; k < count; k++) this.place(indices[k], k, table)
    return table
  }

  private roomForAll(count: number): Float64Array {
    if (this.table.length < BLOCK_ROWS * count) this.table = new Float64Array(BLOCK_ROWS * count)
    return this.table
  }

  private place(feature: number, start: number, values: Float64Array): Column {
    const { rooms, row } = this
    while (rooms.length <= feature) rooms.push({ values: NO_FLOATS, start: 0, step: 1 })
    const room = rooms[feature]
    room.values = values
    room.start = start
    room.step = row.count
    this.set(feature, room)
    return room
  }

  /** A feature has the values of a column that somebody else writes. */
  set(feature: number, column: Column): void {
    while (this.columns.length <= feature) this.columns.push(NOTHING)
    this.columns[feature] = column
  }

  /** The same for a column that nobody else knows. */
  put(feature: number, values: Float64Array, start: number, step: number): void {
    const room = this.place(feature, start, values) as Room
    room.step = step
  }

  /** As many rows with the same features, without their values. */
  sameFeatures({ length, row }: Block): void {
    this.length = length
    this.row.sameFeatures(row)
  }

  /** Writes the values of one of its rows; the first one brings the features. */
  write(i: number, row: Row): void {
    const { indices, values, count } = row
    if (i === 0) {
      this.row.sameFeatures(row)
      this.rows()
    }
    const { table } = this
    for (let k = 0, at = i * count; k < count; k++, at++) table[at] = values[indices[k]]
  }

  /** Row by row the values of all its features; for reading only. */
  pack(): Float64Array {
    const { columns, length, table } = this
    const { indices, count } = this.row
    let k = 0
    while (k < count && isAt(columns[indices[k]], table, k, count)) k++
    if (k === count) return table
    if (this.packed.length < length * count) this.packed = new Float64Array(BLOCK_ROWS * count)
    const { packed } = this
    for (k = 0; k < count; k++) {
      const { values, start, step } = columns[indices[k]]
      for (let i = 0, at = start; i < length; i++, at += step) packed[i * count + k] = values[at]
    }
    return packed
  }

  /** One of its rows: the same `Row` each time. */
  read(i: number): Row {
    const { row, columns } = this
    const { indices, values: to, count } = row
    for (let k = 0; k < count; k++) {
      const { values, start, step } = columns[indices[k]]
      to[indices[k]] = values[start + i * step]
    }
    return row
  }
}

function isAt(column: Column, values: Float64Array, start: number, step: number): boolean {
  return column.values === values && column.start === start && column.step === step
}

const NOTHING: Column = { values: NO_FLOATS, start: 0, step: 1 }

/** A step that takes many rows at once, to the same bits as one by one. */
export interface TakesBlocks {
  /** False where rows had better go one by one. */
  readonly takesBlocks: boolean
  /** Learns rows that are known to pass; each is then transformed into `out`, if that is given. */
  learnBlock(block: Block, out?: Block): void
  transformBlock(block: Block, out: Block): void
  /**
   * The same as `learnBlock`; but each row of `ahead` is transformed into `early` before that of
   * `block` is learned. A step without it does so row by row.
   */
  learnAfter?(ahead: Block, early: Block, block: Block, out: Block): void
}
