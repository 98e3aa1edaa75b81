import { InvalidFeatureError, InvalidInputError } from '../errors.js'
import { growInts } from '../memory/grow.js'
import type { Block } from './block.js'
import type { Frame } from './frame.js'
import { nextStamp } from './reader.js'
import type { Row } from './row.js'
import type { Category, Schema } from './schema.js'

/** Frames of so many different shapes are recognized when such a one comes again. */
const MOST_STAMPS = 64

/**
 * Reads the rows of a frame under the schema of a model: columns and categories are matched
 * once, when it is made, and nothing is looked up per row. Throws there if they don't fit.
 */
export class FrameReader {
  private readonly frame: Frame
  private readonly row: Row
  private readonly stamp: number
  /** For each column the model's feature. */
  private readonly features: Int32Array
  /** For each column the model's code by the frame's code or number, or null for numbers. */
  private readonly codes: (CodeMap | null)[] = []
  /** True if all rows have the same features: then only values are copied. */
  private readonly even: boolean
  private readonly numbersOnly: boolean
  /** True if an empty cell is a null to see, and not just absent. */
  private readonly takesNulls: boolean
  private readonly who: string
  private readonly schema: Schema
  private hasTexts = false

  constructor(
    who: string,
    frame: Frame,
    schema: Schema,
    row: Row,
    takesCategories: boolean,
    takesNulls = false,
  ) {
    checkFrame(who, frame)
    this.who = who
    this.schema = schema
    this.frame = frame
    this.row = row
    this.takesNulls = takesNulls
    this.features = new Int32Array(frame.width)
    const known = schema.provisional ? 0 : schema.size
    try {
      for (let column = 0; column < frame.width; column++) {
        this.codes.push(this.match(who, column, schema, takesCategories))
      }
    } catch (error) {
      schema.rollback()
      throw error
    }
    this.numbersOnly = this.codes.every((codes) => codes === null)
    const full = frame.full && !this.hasTexts
    this.even = full && this.features.every((f, k) => k === 0 || this.features[k - 1] < f)
    const isNew = this.features.some((feature) => feature >= known)
    this.stamp = (isNew ? undefined : schema.stamps.get(this.features.join())) ?? nextStamp()
    if (!isNew) this.settle()
    row.clear()
    row.widen(schema.size)
  }

  /** How many rows there are. */
  get length(): number {
    return this.frame.length
  }

  get width(): number {
    return this.frame.width
  }

  /** True if all rows have this mark: then they have the same features. */
  get evenStamp(): number {
    return this.even ? this.stamp : 0
  }

  /** The names it brought stay: frames with the same features will have the same mark. */
  settle(): void {
    const { stamps } = this.schema
    const key = this.features.join()
    if (stamps.size < MOST_STAMPS && !stamps.has(key)) stamps.set(key, this.stamp)
  }

  /** Visits each category of the frame with the feature it belongs to, by the model's numbers. */
  everyCode(holds: (feature: number, code: number) => boolean): boolean {
    return this.codes.every((codes, column) => {
      const feature = this.features[column]
      return codes === null || codes.list().every((code) => holds(feature, code))
    })
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

  /** Puts so many rows, from row `start` on, into a block: only where `evenStamp` is not 0. */
  readBlock(start: number, length: number, block: Block): void {
    const { frame, features, codes } = this
    const { width, values } = frame
    block.length = length
    block.row.sameFeatures(this.read(start))
    for (let column = 0; column < width; column++) {
      const map = codes[column]
      const first = start * width + column
      if (map === null) block.put(features[column], values, first, width)
      else {
        const { values: to, start: place, step } = block.room(features[column])
        for (let i = 0; i < length; i++) to[place + i * step] = map.get(values[first + i * width])
      }
    }
  }

  private readAny(start: number): Row {
    const { frame, row, features, codes } = this
    row.clear()
    for (let column = 0; column < frame.width; column++) {
      const value = frame.values[start + column]
      if (value !== value) {
        if (this.takesNulls) row.putNull(features[column])
      } else if (this.hasTexts && this.schema.isText(features[column])) {
        row.put(features[column], this.text(column, value))
      } else row.put(features[column], codes[column]?.get(value) ?? value)
    }
    row.seal(row.width)
    if (this.even) row.stamp = this.stamp
    return row
  }

  private text(column: number, value: number): number {
    const text = this.frame.schema.category(column, value) ?? value
    return this.schema.addCategory(this.who, this.features[column], text)
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
    const known = schema.find(name)
    const isNew = known < 0 || schema.isOpen(known)
    const feature = schema.add(who, name, source.kind(column))
    if (isNew && source.isBoolean(column)) schema.markBoolean(feature)
    this.features[column] = feature
    if (schema.kind(feature) === 'number') {
      if (!isCategory) return null
      const expected = 'must be a finite number, as it was so far'
      throw new InvalidFeatureError(who, name, expected, source.category(column, 0))
    }
    if (schema.isText(feature)) {
      this.hasTexts = true
      return null
    }
    const codes = new CodeMap()
    if (isCategory && schema.mostTold === Infinity) {
      for (let code = 0; code < source.categoryCount(column); code++) {
        const value = source.category(column, code) as string | number
        codes.set(code, schema.addCategory(who, feature, value))
      }
      return codes
    }
    // By the order of rows: as categories, or numbers, are met when rows come one by one.
    const { values, width } = this.frame
    for (let at = column; at < values.length; at += width) {
      const value = values[at]
      if (value === value && !codes.has(value)) {
        const category = isCategory ? (source.category(column, value) as Category) : value
        codes.set(value, schema.addCategory(who, feature, category))
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

  /** All codes there are. */
  list(): number[] {
    return [...this.others.values()]
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
