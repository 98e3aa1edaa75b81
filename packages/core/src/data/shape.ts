import type { Row } from './row.js'
import type { Category, Features, Schema } from './schema.js'

/** Reads an object of one known shape into a row; false where the object is of another. */
type Read = (x: Features, values: Float64Array) => boolean

/**
 * The reader of one shape of object: so many own features, each with its place in the row.
 *
 * Where code may be generated it is one straight function (25 ns for ten numbers); where a
 * content policy forbids that, a loop over the keys (70 ns). Both were measured against a
 * `Map` look-up per key (120 ns); see bench/DIARY.md. Objects of ever new hidden classes are
 * quicker to loop over: straight code looks each key up anew.
 */
export class Shape {
  readonly stamp: number
  private readonly indices: Int32Array
  private readonly order: Int32Array | undefined
  private readonly width: number
  private readonly read: Read

  constructor(schema: Schema, names: readonly string[], row: Row, stamp: number, byLoop: boolean) {
    this.stamp = stamp
    this.indices = row.indices.slice(0, row.count)
    if (row.order !== row.indices) this.order = row.order.slice(0, row.count)
    this.width = row.width
    const places = names.map((name) => schema.find(name))
    const codes = places.map((feature) => schema.categoryCodes(feature))
    const booleans = places.map((feature) => schema.isBoolean(feature))
    const made = byLoop ? undefined : generated(names, places, codes, booleans)
    this.read = made ?? looped(names, places, codes)
  }

  /** True if a row has these features, in this order. */
  isOf(row: Row): boolean {
    const { indices, order } = this
    if (row.count !== indices.length) return false
    const ordered = order ?? indices
    const given = row.order
    for (let k = 0; k < ordered.length; k++) if (given[k] !== ordered[k]) return false
    return true
  }

  /** True if the row now holds the object; else the row is not to be used. */
  into(row: Row, x: Features): boolean {
    if (row.stamp !== this.stamp) {
      row.clear()
      row.widen(this.width)
      row.indices.set(this.indices)
      row.count = this.indices.length
      row.stamp = this.stamp
      if (this.order) row.keepOrder(this.order)
    }
    return this.read(x, row.values)
  }
}

/** A key that an object keeps among its elements, as an array does. */
const INDEX = /^(0|[1-9]\d{0,9})$/

type Codes = readonly (ReadonlyMap<Category, number> | undefined)[]

/**
 * An object has a shape's features and no others if it inherits none, has as many keys, and each
 * name has a value: numbers are checked by `v - v === 0`, which only finite ones pass, categories
 * by having a code. What came as booleans at first may be one again. Anything else (missing values,
 * arrays) takes the general way. The prototype is asked for last: there the engine knows the
 * object's class, and it costs nothing.
 */
function generated(
  names: readonly string[],
  places: readonly number[],
  codes: Codes,
  booleans: readonly boolean[],
): Read | undefined {
  const reads = names.map((name, i) => {
    const value = `let v${i} = x[${JSON.stringify(name)}];`
    if (codes[i]) {
      return `${value} const c${i} = codes[${i}].get(v${i}); if (c${i} === undefined) return false;`
    }
    const check = `if (typeof v${i} !== 'number' || v${i} - v${i} !== 0) return false;`
    const plain = `if (v${i} === true) v${i} = 1; else if (v${i} === false) v${i} = 0; else`
    return `${value} ${booleans[i] ? plain : ''} ${check}`
  })
  const writes = names.map((_, i) => `values[${places[i]}] = ${codes[i] ? 'c' : 'v'}${i};`)
  // Whole numbers as keys are kept apart, and a loop over keys makes a string of each.
  const counting = names.some((name) => INDEX.test(name))
    ? 'const keys = Object.values(x ?? 0).length;'
    : 'let keys = 0; for (const key in x) keys++;'
  const body = `return function (x, values) {
    ${counting}
    if (keys !== ${names.length}) return false;
    ${reads.join('\n')}
    const parent = Object.getPrototypeOf(x);
    if (parent !== plain && parent !== null) return false;
    ${writes.join('\n')}
    return true
  }`
  try {
    return new Function('codes', 'plain', body)(codes, Object.prototype) as Read
  } catch {
    return undefined // a content policy forbids generated code
  }
}

function looped(names: readonly string[], places: readonly number[], codes: Codes): Read {
  return (x, values) => {
    const parent = Object.getPrototypeOf(x ?? 0)
    if (parent !== Object.prototype && parent !== null) return false
    let n = 0
    for (const key in x) {
      if (key !== names[n]) return false
      const value = x[key]
      const map = codes[n]
      const plain = typeof value === 'boolean' ? Number(value) : value
      const number = map ? map.get(plain as Category) : plain
      if (typeof number !== 'number' || number - number !== 0) return false
      values[places[n++]] = number
    }
    return n === names.length
  }
}
