import type { Row } from './row.js'
import type { FeatureValue, Schema } from './schema.js'

type Write = (values: Float64Array) => Record<string, number | string>

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

  /** `booleans`: what came as a boolean is written as one; else as the number it is. */
  constructor(schema: Schema, booleans = false) {
    this.schema = schema
    this.booleans = booleans
  }

  write(row: Row): Record<string, FeatureValue> {
    if (row.stamp !== 0 && row.stamp === this.lastStamp) return (this.last as Write)(row.values)
    const known = row.stamp === 0 ? undefined : this.writes.get(row.stamp)
    if (known) {
      this.lastStamp = row.stamp
      this.last = known
      return known(row.values)
    }
    if (row.stamp !== 0 && row.count <= WIDEST_SHAPE && !this.schema.provisional) {
      const made = this.generate(row)
      if (this.writes.size >= MOST_SHAPES) this.writes.clear()
      if (made) this.writes.set(row.stamp, made)
    }
    const entries: [string, FeatureValue][] = []
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      entries.push([this.schema.name(feature), this.plain(feature, row.values[feature])])
    }
    for (let k = 0; k < row.nullCount; k++) {
      entries.push([this.schema.name(row.nulls[k]), null])
    }
    return Object.fromEntries(entries)
  }

  private plain(feature: number, value: number): string | number | boolean {
    if (this.booleans && (value === 0 || value === 1) && this.schema.isBoolean(feature)) {
      return value === 1
    }
    return this.schema.category(feature, value) ?? value
  }

  /** One literal with all keys: eight times faster than adding key by key. */
  private generate(row: Row): Write | undefined {
    const keys: string[] = []
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      if (this.schema.kind(feature) === 'category') return undefined
      if (this.booleans && this.schema.isBoolean(feature)) return undefined
      keys.push(`${key(this.schema.name(feature))}: values[${feature}]`)
    }
    try {
      return new Function('values', `return { ${keys.join(', ')} }`) as Write
    } catch {
      return undefined // a content policy forbids generated code
    }
  }
}

/** In a literal a plain "__proto__" would set the prototype; but keys in brackets cost twice. */
function key(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
}
