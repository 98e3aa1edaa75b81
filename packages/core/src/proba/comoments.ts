import { compareValues } from '../data/labels.js'
import { InvalidInputError, SnapshotError } from '../errors.js'
import { relayout } from '../memory/grow.js'
import { withoutWeight } from './weights.js'

const MOST_NAMES = 2048
// The sections of the table.
const COUNT = 0
const MEAN_ROW = 1
const MEAN_COLUMN = 2
const MOMENT = 3
const SECTIONS = 4

/**
 * Weight, means and co-moment of each two names that came together, of which the first in the
 * alphabet gives the row; on the diagonal stand the names alone.
 */
export class Comoments {
  static readonly id = 'proba.Comoments'
  static readonly state = ['slots', 'width', 'table'] as const

  private readonly slots: Map<string, number> = new Map()
  private width = 4
  private table: Float64Array = new Float64Array(4 * 4 * SECTIONS) // a width × width a section

  sortedNames(): string[] {
    return [...this.slots.keys()].sort(compareValues)
  }

  count(row: string, column: string): number {
    return this.table[this.cell(COUNT, row, column)]
  }

  mean(name: string): number {
    return this.table[this.cell(MEAN_ROW, name, name)]
  }

  /** The covariances of names in order, a row a name. */
  matrix(names: readonly string[]): Float64Array {
    const size = names.length
    const matrix = new Float64Array(size * size)
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) {
        const n = this.count(names[i], names[j])
        const moment = this.table[this.cell(MOMENT, names[i], names[j])]
        const value = n > 1 ? moment / (n - 1) : 0
        matrix[i * size + j] = value
        matrix[j * size + i] = value
      }
    }
    return matrix
  }

  update(who: string, names: readonly string[], values: Float64Array, w: number): void {
    this.reserve(who, names)
    const { table } = this
    const section = this.width * this.width
    this.eachPair(names, (cell, i, j) => {
      const n = table[cell] + w
      const apart = values[i] - table[cell + MEAN_ROW * section]
      table[cell] = n
      table[cell + MEAN_ROW * section] += (w / n) * apart
      table[cell + MEAN_COLUMN * section] +=
        (w / n) * (values[j] - table[cell + MEAN_COLUMN * section])
      table[cell + MOMENT * section] +=
        w * apart * (values[j] - table[cell + MEAN_COLUMN * section])
    })
  }

  revert(who: string, names: readonly string[], values: Float64Array, w: number): void {
    for (const name of names) {
      if (!this.slots.has(name)) {
        throw new InvalidInputError(who, 'cannot take back what never came', name)
      }
    }
    const { table } = this
    const section = this.width * this.width
    this.eachPair(names, (cell) => withoutWeight(who, table[cell], w))
    this.eachPair(names, (cell, i, j) => {
      const n = withoutWeight(who, table[cell], w)
      if (n === 0) {
        for (let s = 0; s < SECTIONS; s++) table[cell + s * section] = 0
        return
      }
      const apart = values[i] - table[cell + MEAN_ROW * section]
      table[cell] = n
      table[cell + MEAN_ROW * section] -= (w / n) * apart
      table[cell + MEAN_COLUMN * section] -=
        (w / n) * (values[j] - table[cell + MEAN_COLUMN * section])
      table[cell + MOMENT * section] -=
        w * apart * (values[j] - table[cell + MEAN_COLUMN * section])
    })
  }

  merge(who: string, other: Comoments): void {
    const names = other.sortedNames()
    this.reserve(who, names)
    for (const [at, row] of names.entries()) {
      for (const column of names.slice(at)) this.mergeCell(other, row, column)
    }
  }

  checkState(): void {
    const { slots, width, table } = this
    const places = [...slots.values()]
    if (!places.every((slot, i) => slot === i) || !(slots.size <= width && width <= MOST_NAMES)) {
      throw new SnapshotError('co-moments must have a place for each name', slots.size)
    }
    if (table.length !== SECTIONS * width * width || [...slots.keys()].some(isNoName)) {
      throw new SnapshotError('co-moments must have a table for their names', table.length)
    }
    for (let cell = 0; cell < width * width; cell++) {
      if (table[cell] >= 0 && table[cell] < Infinity) continue
      throw new SnapshotError('co-moments must have finite weights from 0', table[cell])
    }
  }

  private mergeCell(other: Comoments, row: string, column: string): void {
    const from = (section: number) => other.table[other.cell(section, row, column)]
    const to = (section: number) => this.cell(section, row, column)
    const { table } = this
    const added = from(COUNT)
    if (added === 0) return
    const n = table[to(COUNT)] + added
    const rowApart = from(MEAN_ROW) - table[to(MEAN_ROW)]
    const columnApart = from(MEAN_COLUMN) - table[to(MEAN_COLUMN)]
    table[to(MOMENT)] += from(MOMENT) + (rowApart * columnApart * table[to(COUNT)] * added) / n
    table[to(MEAN_ROW)] += (rowApart * added) / n
    table[to(MEAN_COLUMN)] += (columnApart * added) / n
    table[to(COUNT)] = n
  }

  /** Each two of sorted names, and each name with itself. */
  private eachPair(
    names: readonly string[],
    visit: (cell: number, i: number, j: number) => void,
  ): void {
    for (let i = 0; i < names.length; i++) {
      for (let j = i; j < names.length; j++) visit(this.cell(COUNT, names[i], names[j]), i, j)
    }
  }

  private cell(section: number, row: string, column: string): number {
    const i = this.slots.get(row) as number
    const j = this.slots.get(column) as number
    return (section * this.width + i) * this.width + j
  }

  private reserve(who: string, names: readonly string[]): void {
    const fresh = names.filter((name) => !this.slots.has(name))
    const needed = this.slots.size + fresh.length
    if (needed > MOST_NAMES) {
      throw new InvalidInputError(who, `can hold ${MOST_NAMES} names at most`, needed)
    }
    for (const name of fresh) this.slots.set(name, this.slots.size)
    if (needed <= this.width) return
    const width = Math.min(MOST_NAMES, Math.max(needed, 2 * this.width))
    this.table = relayout(this.table, this.width, this.width, width, width, SECTIONS)
    this.width = width
  }
}

function isNoName(name: unknown): boolean {
  return typeof name !== 'string'
}
