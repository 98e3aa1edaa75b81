import { InvalidFeatureError } from '../errors.js'
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
  private readonly codes: (ReadonlyMap<number, number> | null)[]
  private readonly plain: boolean

  constructor(who: string, frame: Frame, schema: Schema, row: Row, takesCategories: boolean) {
    this.frame = frame
    this.row = row
    this.features = new Int32Array(frame.width)
    this.codes = []
    try {
      for (let column = 0; column < frame.width; column++) {
        this.codes.push(this.match(who, column, schema, takesCategories))
      }
    } catch (error) {
      schema.rollback()
      throw error
    }
    this.plain = frame.full && this.codes.every((codes) => codes === null) && this.ascends()
    row.clear()
    row.widen(schema.size)
  }

  /** Puts row i of the frame into the row this reader was made with. */
  read(i: number): Row {
    const { frame, row, features } = this
    const width = frame.width
    const from = frame.values
    const start = i * width
    if (!this.plain || row.stamp !== this.stamp) return this.readAny(start)
    const to = row.values
    for (let column = 0; column < width; column++) to[features[column]] = from[start + column]
    return row
  }

  private readAny(start: number): Row {
    const { frame, row, features, codes } = this
    row.clear()
    for (let column = 0; column < frame.width; column++) {
      const value = frame.values[start + column]
      if (value !== value) continue
      const map = codes[column]
      row.put(features[column], map ? (map.get(value) as number) : value)
    }
    row.seal(row.width)
    if (this.plain) row.stamp = this.stamp
    return row
  }

  private ascends(): boolean {
    return this.features.every((feature, k) => k === 0 || this.features[k - 1] < feature)
  }

  private match(who: string, column: number, schema: Schema, takesCategories: boolean) {
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
    const codes = new Map<number, number>()
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
