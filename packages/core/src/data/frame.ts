import { InvalidFeatureError, InvalidInputError } from '../errors.js'
import { Reader } from './reader.js'
import type { Row } from './row.js'
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
  private constructor(schema: Schema, values: Float64Array, length: number) {
    this.schema = schema
    this.width = schema.size
    this.length = length
    this.values = values
    this.full = !values.subarray(0, length * this.width).includes(NaN)
  }

  /** From plain objects; a feature seen late is absent before. */
  static fromRows(rows: Iterable<Features>, options: { schema?: Schema } = {}): Frame {
    const schema = options.schema ?? new Schema()
    const reader = new Reader('Frame', schema, true)
    if (typeof rows?.[Symbol.iterator] !== 'function') {
      throw new InvalidInputError('Frame', 'rows must come in a list of objects', rows)
    }
    const collector = new RowCollector()
    for (const x of rows) collector.add(reader.read(x))
    return collector.toFrame(schema.size, (values, length) => new Frame(schema, values, length))
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
      schema.add('Frame', name, isCategory ? 'category' : 'number')
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
    return new Frame(schema, values, values.length / names.length)
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
    const collector = new RowCollector()
    for (let i = 0; i < this.length; i++) collector.add(rowAt(i))
    const own = schema.provisional ? schema.copy() : schema
    return collector.toFrame(own.size, (values, length) => new Frame(own, values, length))
  }

  private plain(feature: number, value: number): number | string {
    return this.schema.category(feature, value) ?? value
  }
}

function recordAt(names: readonly string[], columns: Columns, i: number): Features {
  return Object.fromEntries(names.map((name) => [name, columns[name][i]]))
}

/** Rows kept one by one until the schema, and so the width of the frame, is known. */
class RowCollector {
  private readonly features: Int32Array[] = []
  private readonly numbers: Float64Array[] = []

  add(row: Row): void {
    const features = row.indices.slice(0, row.count)
    this.features.push(features)
    this.numbers.push(Float64Array.from(features, (feature) => row.values[feature]))
  }

  toFrame<T>(width: number, make: (values: Float64Array, length: number) => T): T {
    const values = new Float64Array(this.features.length * width).fill(NaN)
    this.features.forEach((features, i) => {
      for (let k = 0; k < features.length; k++) {
        values[i * width + features[k]] = this.numbers[i][k]
      }
    })
    return make(values, this.features.length)
  }
}
