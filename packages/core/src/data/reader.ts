import { InvalidFeatureError, InvalidInputError } from '../errors.js'
import { Row } from './row.js'
import type { Category, Features, FeatureValue, Schema } from './schema.js'
import { Shape } from './shape.js'

/** Shapes beyond this many are read the general way: a stream of ever new shapes stays cheap. */
const MOST_SHAPES = 64
/** Objects with more keys are read the general way: generated functions should stay small. */
const WIDEST_SHAPE = 512

let stamps = 0
/** A new mark for rows that have the same features. */
export function nextStamp(): number {
  stamps = (stamps + 1) | 0 || 1
  return stamps
}

/**
 * The door: an object becomes a row here, or an error is thrown and nothing has changed.
 * One row is used over and over; whoever keeps values copies them.
 */
export class Reader {
  readonly row: Row = new Row()
  private readonly who: string
  private readonly schema: Schema
  private readonly takesCategories: boolean
  private readonly takesNulls: boolean
  private readonly text: string | undefined
  private readonly byLoop: boolean
  /** By what `signatureOf` says of their features. */
  private readonly shapes: Map<number, Shape> = new Map()
  private shape: Shape | undefined
  private lastSignature = 0

  /**
   * `text` is the feature that an event which is a mere string becomes, where that is allowed.
   * `byLoop`: the engine knows the classes of few of the objects, so that a loop reads them best.
   */
  constructor(
    who: string,
    schema: Schema,
    takesCategories: boolean,
    takesNulls = false,
    text?: string,
    byLoop = false,
  ) {
    this.who = who
    this.schema = schema
    this.takesCategories = takesCategories
    this.takesNulls = takesNulls
    this.text = text
    this.byLoop = byLoop
  }

  /** Reads an event to learn from: its new names and categories stay. */
  read(x: Features): Row {
    if (this.readKnown(x)) return this.row
    this.readAny(x)
    this.schema.commit()
    return this.row
  }

  /** Reads an event to predict: call `schema.rollback()` when the row is done with. */
  peek(x: Features): Row {
    return this.readKnown(x) ? this.row : this.readAny(x)
  }

  private readKnown(x: Features): boolean {
    if (typeof x === 'string') return this.readText(x)
    const { row, shape, schema } = this
    if (!shape?.into(row, x)) return false
    if (row.width !== schema.size) row.widen(schema.size) // features came since the shape did
    return true
  }

  /** A text that is the whole event; false where that is not known to be one. */
  private readText(text: string): boolean {
    const { row, schema } = this
    const feature = this.text === undefined ? -1 : schema.find(this.text)
    if (!schema.isText(feature)) return false
    row.clear()
    row.put(feature, schema.addCategory(this.who, feature, text))
    row.seal(schema.size)
    return true
  }

  private readAny(x: Features): Row {
    const { row, schema, who } = this
    if (this.text !== undefined && typeof x === 'string') return this.readAny({ [this.text]: x })
    if (typeof x !== 'object' || x === null || Symbol.iterator in x) {
      throw new InvalidInputError(who, 'an event must be an object of features', x)
    }
    row.clear()
    let whole = false
    try {
      whole = this.putAll(x)
    } catch (error) {
      row.clear()
      schema.rollback()
      throw error
    }
    row.seal(schema.size)
    if (whole && !schema.provisional) this.remember()
    return row
  }

  /** Puts each feature into the row; false if one was null. */
  private putAll(x: Record<string, FeatureValue>): boolean {
    const { row, schema } = this
    const isOwn = Object.prototype.hasOwnProperty
    let whole = true
    let next = 0
    // Asked in this way, which key is the object's own costs nothing: a list of them does.
    for (const name in x) {
      if (!isOwn.call(x, name)) continue
      const value = x[name]
      // Most objects have their keys in the order in which they were met first.
      const foreseen = next < schema.size && schema.name(next) === name
      const feature = foreseen ? next : schema.find(name)
      next = feature + 1
      if (value === null || value === undefined) {
        whole = false
        if (this.takesNulls) row.putNull(feature < 0 ? schema.add(this.who, name) : feature)
      } else if (isFiniteNumber(value) && feature >= 0 && isNumber(schema, feature)) {
        row.put(feature, value)
      } else this.put(name, feature, value)
    }
    return whole
  }

  private put(name: string, known: number, value: number | string | boolean): void {
    const { schema, who } = this
    let feature = known
    if (feature < 0 || schema.isOpen(feature)) {
      if (typeof value === 'string' && !this.takesCategories) throw this.notANumber(name, value)
      feature = schema.add(who, name, typeof value === 'string' ? 'category' : 'number')
      if (typeof value === 'boolean') schema.markBoolean(feature)
    }
    const isCategory = schema.kind(feature) === 'category'
    const plain = typeof value === 'boolean' ? Number(value) : value
    if (isCategory && (typeof plain === 'string' || Number.isFinite(plain))) {
      this.row.put(feature, schema.addCategory(who, feature, plain as Category))
    } else if (Number.isFinite(plain)) {
      this.row.put(feature, plain as number)
    } else throw this.notANumber(name, value)
  }

  private notANumber(name: string, value: unknown): InvalidFeatureError {
    const feature = this.schema.find(name)
    const isNumber = feature >= 0 && this.schema.kind(feature) === 'number'
    const strings = this.takesCategories && !(isNumber && typeof value === 'string')
    const expected = strings
      ? 'must be a finite number, a string or a boolean'
      : `must be a finite number${this.takesCategories ? ', as it was so far' : ''}`
    return new InvalidFeatureError(this.who, name, expected, value)
  }

  /** A shape that comes twice in a row gets its own reader. */
  private remember(): void {
    const { row, schema } = this
    const { count, order } = row
    if (count === 0 || count > WIDEST_SHAPE) return
    const signature = signatureOf(order, count)
    const known = this.shapes.get(signature)
    if (known) {
      this.shape = known
      if (known.isOf(row)) row.stamp = known.stamp
    } else if (signature === this.lastSignature && this.shapes.size < MOST_SHAPES) {
      const names = Array.from(order.subarray(0, count), (feature) => schema.name(feature))
      const shape = new Shape(this.schema, names, this.row, nextStamp(), this.byLoop)
      this.shapes.set(signature, shape)
      this.shape = shape
    }
    this.lastSignature = signature
  }
}

/** Of the features in their order. Others may have the same: a shape looks at the names itself. */
function signatureOf(order: Int32Array, count: number): number {
  let hash = count
  for (let k = 0; k < count; k++) hash = (Math.imul(hash, 31) + order[k] + 1) | 0
  return hash
}

function isNumber(schema: Schema, feature: number): boolean {
  return schema.kind(feature) === 'number' && !schema.isOpen(feature)
}

function isFiniteNumber(value: number | string | boolean): value is number {
  return typeof value === 'number' && value - value === 0
}
