import { NO_FLOATS } from '../memory/none.js'
import { Row } from './row.js'

/** So many rows of a few dozen features fit into the nearest cache. */
export const BLOCK_ROWS = 128
/** Rows with more features go one by one: a block of them would fit into no cache. */
export const WIDEST_BLOCK = 512

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
  readonly columns: Float64Array[] = []
  private readonly rooms: Float64Array[] = []

  /** A column of its own for a feature, whose numbers are to be written. */
  room(feature: number): Float64Array {
    const { rooms } = this
    while (rooms.length <= feature) rooms.push(NO_FLOATS)
    if (rooms[feature].length === 0) rooms[feature] = new Float64Array(BLOCK_ROWS)
    this.set(feature, rooms[feature])
    return rooms[feature]
  }

  set(feature: number, column: Float64Array): void {
    while (this.columns.length <= feature) this.columns.push(NO_FLOATS)
    this.columns[feature] = column
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
      for (let k = 0; k < count; k++) this.room(indices[k])
    }
    for (let k = 0; k < count; k++) this.columns[indices[k]][i] = values[indices[k]]
  }

  /** One of its rows: the same `Row` each time. */
  read(i: number): Row {
    const { row, columns } = this
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) values[indices[k]] = columns[indices[k]][i]
    return row
  }
}

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
