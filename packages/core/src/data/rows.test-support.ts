import fc from 'fast-check'
import type { Row } from './row.js'
import type { Features, FeatureValue, Schema } from './schema.js'

/** What a row holds, by name; throws if its two views disagree. */
export function contents(row: Row, schema: Schema): Map<string, number | string> {
  const found = new Map<string, number | string>()
  if (row.width !== schema.size) throw new Error(`width ${row.width} for ${schema.size} names`)
  const there = new Set(row.indices.subarray(0, row.count))
  if (there.size !== row.count) throw new Error('a feature is listed twice')
  for (let k = 1; k < row.count; k++) {
    if (row.indices[k - 1] >= row.indices[k]) throw new Error('indices must ascend')
  }
  for (let feature = 0; feature < row.width; feature++) {
    const value = row.values[feature]
    if (Number.isNaN(value) === there.has(feature)) throw new Error('values and indices differ')
    if (there.has(feature)) {
      found.set(schema.name(feature), schema.category(feature, value) ?? value)
    }
  }
  return found
}

/** What an event means, told by a Map: the simplest reader there is. */
export class Oracle {
  private readonly isCategory: Map<string, boolean> = new Map()

  /** The features by name, or undefined where the event must be refused. */
  read(x: Features): Map<string, number | string> | undefined {
    const entries: [string, number | string][] = []
    const kinds = new Map(this.isCategory)
    for (const [name, value] of Object.entries(x)) {
      if (value === null || value === undefined) continue
      if (!kinds.has(name)) kinds.set(name, typeof value === 'string')
      const plain = typeof value === 'boolean' ? Number(value) : value
      const fits = typeof plain === 'string' ? kinds.get(name) : Number.isFinite(plain)
      if (!fits) return undefined
      // As a category -0 is 0; as a number it keeps its sign.
      entries.push([name, kinds.get(name) && plain === 0 ? 0 : plain])
    }
    for (const [name, kind] of kinds) this.isCategory.set(name, kind)
    return new Map(entries)
  }
}

const NAMES = ['a', 'b', 'c', '0', '1', '__proto__', 'constructor', 'a\u0000b', '', 'z"\\\n']

const value: fc.Arbitrary<FeatureValue> = fc.oneof(
  { weight: 12, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }) },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 2, arbitrary: fc.constantFrom(null, undefined) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, 'text', {} as never, 5n as never) },
)
const category: fc.Arbitrary<FeatureValue> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('red', 'green', '', 'constructor', 5, true) },
  { weight: 1, arbitrary: fc.constantFrom(null, NaN) },
  { weight: 1, arbitrary: fc.string() },
)

/** Events that come in a few shapes which alternate or repeat, some of them odd or wrong. */
export const events: fc.Arbitrary<Features[]> = fc
  .array(fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 5 }), {
    minLength: 1,
    maxLength: 4,
  })
  .chain((shapes) =>
    fc.array(
      fc.nat({ max: shapes.length - 1 }).chain((at) => {
        const values = shapes[at].map((name) => (name === 'c' ? category : value))
        return fc.tuple(...values).map((list) => objectOf(shapes[at], list))
      }),
      { maxLength: 30 },
    ),
  )

/** Like a literal or like parsed JSON: `__proto__` is a name like any other. */
function objectOf(names: readonly string[], values: readonly FeatureValue[]): Features {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]))
}
