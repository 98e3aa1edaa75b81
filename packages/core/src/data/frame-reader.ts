import { InvalidFeatureError, InvalidInputError } from '../errors.js'
import { growInts } from '../memory/grow.js'
import type { Frame } from './frame.js'
import { nextStamp } from './reader.js'
import type { Row } from './row.js'
import type { Schema } from './schema.js'

/**
 * Reads the rows of a frame under the schema of a model: columns and categories are matched
 * once, when it is made, and nothing is looked up per row. Throws there if they don't fit.
 */
export class FrameReader {
  private readonly frame: Frame
  private readonly row: Row
  private readonly stamp: number = nextStamp()
  /** For each column the model's feature. */
  private readonly features: Int32Array
  /** For each column the model's code by the frame's code or number, or null for numbers. */
  private readonly codes: (CodeMap | null)[] = []
  /** True if all rows have the same features: then only values are copied. */
  private readonly even: boolean
  private readonly numbersOnly: boolean

  constructor(who: string, frame: Frame, schema: Schema, row: Row, takesCategories: boolean) {
    checkFrame(who, frame)
    this.frame = frame
    this.row = row
    this.features = new Int32Array(frame.width)
    try {
      for (let column = 0; column < frame.width; column++) {
        this.codes.push(this.match(who, column, schema, takesCategories))
      }
    } catch (error) {
      schema.rollback()
      throw error
    }
    this.numbersOnly = this.codes.every((codes) => codes === null)
    this.even = frame.full && this.features.every((f, k) => k === 0 || this.features[k - 1] < f)
    row.clear()
    row.widen(schema.size)
  }

  /** Puts row i of the frame into the row this reader was made with. */
  read(i: number): Row {
    const { frame, row, features, codes } = this
    const width = frame.width
    const from = frame.values
    const start = i * width
    if (!this.even || row.stamp !== this.stamp) return this.readAny(start)
    const to = row.values
    if (this.numbersOnly) {
      for (let column = 0; column < width; column++) to[features[column]] = from[start + column]
      return row
    }
    for (let column = 0; column < width; column++) {
      const map = codes[column]
      const value = from[start + column]
      to[features[column]] = map === null ? value : map.get(value)
    }
    return row
  }

  private readAny(start: number): Row {
    const { frame, row, features, codes } = this
    row.clear()
    for (let column = 0; column < frame.width; column++) {
      const value = frame.values[start + column]
      if (value !== value) continue
      row.put(features[column], codes[column]?.get(value) ?? value)
    }
    row.seal(row.width)
    if (this.even) row.stamp = this.stamp
    return row
  }

  private match(
    who: string,
    column: number,
    schema: Schema,
    takesCategories: boolean,
  ): CodeMap | null {
    const source = this.frame.schema
    const name = source.name(column)
    const isCategory = source.kind(column) === 'category'
    if (isCategory && !takesCategories) {
      throw new InvalidFeatureError(who, name, 'must be numbers', source.category(column, 0))
    }
    const feature = schema.add(who, name, source.kind(column))
    this.features[column] = feature
    if (schema.kind(feature) === 'number') {
      if (!isCategory) return null
      const expected = 'must be a finite number, as it was so far'
      throw new InvalidFeatureError(who, name, expected, source.category(column, 0))
    }
    const codes = new CodeMap()
    if (isCategory) {
      for (let code = 0; code < source.categoryCount(column); code++) {
        const value = source.category(column, code) as string | number
        codes.set(code, schema.addCategory(who, feature, value))
      }
      return codes
    }
    const { values, width } = this.frame
    for (let at = column; at < values.length; at += width) {
      const value = values[at]
      if (value === value && !codes.has(value)) {
        codes.set(value, schema.addCategory(who, feature, value))
      }
    }
    return codes
  }
}

/** Small whole numbers, which most categories are, are looked up in an array. */
const SMALL = 4096

class CodeMap {
  private small: Int32Array = new Int32Array(0)
  private readonly others: Map<number, number> = new Map()

  get(value: number): number {
    return value < this.small.length && value >= 0 && (value | 0) === value
      ? this.small[value]
      : (this.others.get(value) as number)
  }

  has(value: number): boolean {
    return this.others.has(value)
  }

  set(value: number, code: number): void {
    this.others.set(value, code)
    if (value < SMALL && value >= 0 && (value | 0) === value) {
      this.small = growInts(this.small, value + 1)
      this.small[value] = code
    }
  }
}

/** Throws unless it is a frame: told by its values, so that no learner brings in the class. */
export function checkFrame(who: string, frame: unknown): asserts frame is Frame {
  if ((frame as Partial<Frame> | undefined)?.values instanceof Float64Array) return
  throw new InvalidInputError(who, 'many events must come in a Frame', frame)
}
