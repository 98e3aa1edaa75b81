import { InvalidFeatureError, InvalidInputError } from '../errors.js'
import type { Block } from './block.js'
import { Reader } from './reader.js'
import type { Row } from './row.js'
import { RowTable } from './row-table.js'
import { type Features, type FeatureValue, Schema } from './schema.js'

/** Columns by name: numbers, strings or booleans; missing is `null` or `undefined`. */
export type Columns = Readonly<Record<string, ArrayLike<FeatureValue>>>

/**
 * Many events in one typed array: row by row, one number for each feature.
 *
 * @example
 * const frame = Frame.fromRows([{ amount: 12.5, country: 'BR' }, { amount: 3, country: null }])
 * frame.row(0) // => { amount: 12.5, country: 'BR' }
 */
export class Frame {
  readonly schema: Schema
  /** Row-major; NaN where absent; a category is its code. */
  readonly values: Float64Array
  readonly length: number
  readonly width: number
  /** True if nothing is absent. */
  readonly full: boolean

  /** Values must be finite or, where absent, NaN: the static functions below see to that. */
  private constructor(schema: Schema, values: Float64Array, length: number, full?: boolean) {
    this.schema = schema
    this.width = schema.size
    this.length = length
    this.values = values
    this.full = full ?? !values.subarray(0, length * this.width).includes(NaN)
  }

  /** From plain objects; a feature seen late is absent before. */
  static fromRows(rows: Iterable<Features>, options: { schema?: Schema } = {}): Frame {
    const schema = options.schema ?? new Schema()
    const reader = new Reader('Frame', schema, true)
    if (typeof rows?.[Symbol.iterator] !== 'function') {
      throw new InvalidInputError('Frame', 'rows must come in a list of objects', rows)
    }
    const table = new RowTable(schema.size, Array.isArray(rows) ? rows.length : 0)
    for (const x of rows) table.add(reader.read(x))
    const values = table.take(schema.size)
    return new Frame(schema, values, table.length, table.isFull(schema.size))
  }

  /** From columns of equal length. A column with a string in it is a category. */
  static fromColumns(columns: Columns, options: { schema?: Schema } = {}): Frame {
    if (typeof columns !== 'object' || columns === null || Symbol.iterator in columns) {
      throw new InvalidInputError('Frame', 'columns must come in an object of lists', columns)
    }
    const names = Object.keys(columns)
    const length = names.length === 0 ? 0 : (columns[names[0]]?.length ?? 0)
    for (const name of names) {
      if (columns[name]?.length === length) continue
      const expected = `must have ${length} values, as the other columns have`
      throw new InvalidFeatureError('Frame', name, expected, columns[name]?.length)
    }
    const rows = {
      *[Symbol.iterator](): Generator<Features> {
        for (let i = 0; i < length; i++) yield recordAt(names, columns, i)
      },
    }
    const schema = options.schema ?? new Schema()
    for (const name of names) {
      const isCategory = Array.from(columns[name]).some((value) => typeof value === 'string')
      const isNew = schema.find(name) < 0
      const feature = schema.add('Frame', name, isCategory ? 'category' : 'number')
      const present = Array.from(columns[name]).find(
        (value) => value !== null && value !== undefined,
      )
      if (isNew && typeof present === 'boolean' && !isCategory) schema.markBoolean(feature)
    }
    schema.commit()
    return Frame.fromRows(rows, { schema })
  }

  /** Takes over a row-major array of finite numbers, without copying it. */
  static fromArray(values: Float64Array, names: readonly string[]): Frame {
    if (!(values instanceof Float64Array) || !Array.isArray(names)) {
      throw new InvalidInputError('Frame', 'values must come in a Float64Array, with names', values)
    }
    const schema = new Schema({ maxFeatures: Math.max(65_536, names.length) })
    for (const name of names) schema.add('Frame', name, 'number')
    if (schema.size !== names.length)
      throw new InvalidInputError('Frame', 'names must differ', names)
    if (names.length === 0 || values.length % names.length !== 0) {
      const expected = `an array for ${names.length} features must hold whole rows of them`
      throw new InvalidInputError('Frame', expected, values.length)
    }
    for (let i = 0; i < values.length; i++) {
      if (values[i] - values[i] === 0) continue
      const name = names[i % names.length]
      const expected = `must be a finite number (row ${Math.floor(i / names.length)})`
      throw new InvalidFeatureError('Frame', name, expected, values[i])
    }
    schema.commit()
    return new Frame(schema, values, values.length / names.length, true)
  }

  /** One event as an object again. */
  row(i: number): Record<string, number | string> {
    if (!Number.isInteger(i) || i < 0 || i >= this.length) {
      throw new InvalidInputError('Frame', `a row must be between 0 and ${this.length - 1}`, i)
    }
    const entries: [string, number | string][] = []
    for (let feature = 0; feature < this.width; feature++) {
      const value = this.values[i * this.width + feature]
      if (value === value) entries.push([this.schema.name(feature), this.plain(feature, value)])
    }
    return Object.fromEntries(entries)
  }

  /** Some of the rows, from `start` up to but not including `end`. */
  slice(start: number, end: number = this.length): Frame {
    for (const place of [start, end]) {
      if (Number.isInteger(place) && place >= 0 && place <= this.length) continue
      const expected = `a slice must begin and end between 0 and ${this.length}`
      throw new InvalidInputError('Frame', expected, place)
    }
    const values = this.values.slice(start * this.width, end * this.width)
    return new Frame(this.schema, values, Math.max(0, end - start))
  }

  /** A frame of as many rows, each made by `rowAt`, under another schema. */
  derive(schema: Schema, rowAt: (i: number) => Row): Frame {
    const table = new RowTable(schema.size, this.length)
    for (let i = 0; i < this.length; i++) table.add(rowAt(i))
    const own = schema.provisional ? schema.copy() : schema
    return new Frame(own, table.take(own.size), this.length, table.isFull(own.size))
  }

  /** The same by blocks: `blockAt(i)` makes row i and some of those that follow. */
  deriveBlocks(schema: Schema, blockAt: (i: number) => Block): Frame {
    const table = new RowTable(schema.size, this.length)
    while (table.length < this.length) table.addBlock(blockAt(table.length))
    return new Frame(schema, table.take(schema.size), this.length, table.isFull(schema.size))
  }

  private plain(feature: number, value: number): number | string {
    return this.schema.category(feature, value) ?? value
  }
}

function recordAt(names: readonly string[], columns: Columns, i: number): Features {
  return Object.fromEntries(names.map((name) => [name, columns[name][i]]))
}
