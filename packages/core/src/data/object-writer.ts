import { growInts } from '../memory/grow.js'
import { NO_INTS } from '../memory/none.js'
import { putOwn } from './put-own.js'
import type { Row } from './row.js'
import type { FeatureValue, Schema } from './schema.js'

type Write = (values: Float64Array) => Record<string, FeatureValue>

/** Objects with more keys are written by a loop. */
const WIDEST_SHAPE = 512
/** So many shapes have a function of their own at once: names may come without end. */
const MOST_SHAPES = 64

/** A row becomes an object again; rows with the same features become objects of one shape. */
export class ObjectWriter {
  private readonly schema: Schema
  private readonly booleans: boolean
  private readonly writes: Map<number, Write> = new Map()
  private last: Write | undefined
  private lastStamp = 0
  /** The features of the last row without a stamp; what writes such rows once they came twice. */
  private loose: Int32Array = NO_INTS
  private looseCount = -1
  private looseWrite: Write | undefined
  private looseMade = 0

  /** `booleans`: what came as a boolean is written as one; else as the number it is. */
  constructor(schema: Schema, booleans = false) {
    this.schema = schema
    this.booleans = booleans
  }

  write(row: Row): Record<string, FeatureValue> {
    if (row.stamp === 0) return this.writeLoose(row)
    if (row.stamp === this.lastStamp) return (this.last as Write)(row.values)
    const known = this.writes.get(row.stamp)
    if (known) {
      this.lastStamp = row.stamp
      this.last = known
      return known(row.values)
    }
    if (row.count <= WIDEST_SHAPE && !this.schema.provisional) {
      const made = this.generate(row)
      if (this.writes.size >= MOST_SHAPES) this.writes.clear()
      if (made) this.writes.set(row.stamp, made)
    }
    return this.writeAny(row)
  }

  /** Rows whose features hang on their values: most come with those of the row before. */
  private writeLoose(row: Row): Record<string, FeatureValue> {
    if (row.nullCount > 0 || this.schema.provisional) return this.writeAny(row)
    if (!this.isLikeLast(row)) {
      this.loose = growInts(this.loose, row.count)
      for (let k = 0; k < row.count; k++) this.loose[k] = row.indices[k]
      this.looseCount = row.count
      this.looseWrite = undefined
      return this.writeAny(row)
    }
    if (this.looseWrite) return this.looseWrite(row.values)
    if (row.count <= WIDEST_SHAPE && this.looseMade < MOST_SHAPES) {
      this.looseMade += 1
      this.looseWrite = this.generate(row)
    }
    return this.writeAny(row)
  }

  private isLikeLast({ indices, count }: Row): boolean {
    if (count !== this.looseCount) return false
    for (let k = 0; k < count; k++) if (indices[k] !== this.loose[k]) return false
    return true
  }

  private writeAny(row: Row): Record<string, FeatureValue> {
    const object: Record<string, FeatureValue> = {}
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      putOwn(object, this.schema.name(feature), this.plain(feature, row.values[feature]))
    }
    for (let k = 0; k < row.nullCount; k++) putOwn(object, this.schema.name(row.nulls[k]), null)
    return object
  }

  private plain(feature: number, value: number): string | number | boolean {
    if (this.booleans && (value === 0 || value === 1) && this.schema.isBoolean(feature)) {
      return value === 1
    }
    return this.schema.category(feature, value) ?? value
  }

  /** One literal with all keys: eight times faster than adding key by key. */
  private generate(row: Row): Write | undefined {
    const { schema } = this
    const entries: string[] = []
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      // What is open may turn out to be a category, or a boolean.
      const isPlain = schema.kind(feature) === 'number' && !schema.isOpen(feature)
      const isNumber = isPlain && !(this.booleans && schema.isBoolean(feature))
      const value = `values[${feature}]`
      const plain = isNumber ? value : `plain(${feature}, ${value})`
      entries.push(`${key(schema.name(feature))}: ${plain}`)
    }
    const body = `return function (values) { return { ${entries.join(', ')} } }`
    const plain: ObjectWriter['plain'] = (feature, value) => this.plain(feature, value)
    try {
      return new Function('plain', body)(plain) as Write
    } catch {
      return undefined // a content policy forbids generated code
    }
  }
}

/** In a literal a plain "__proto__" would set the prototype; but keys in brackets cost twice. */
function key(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
}
