import {
  type Category,
  type Given,
  growInts,
  InvalidOptionError,
  NO_INTS,
  type Row,
  type Rules,
  type Schema,
  SnapshotError,
  Transformer,
} from '@coelho/core'
import { BOUND, boundCategories } from './bounds.js'
import { asCategory, type ByFeature, entriesOf } from './given-categories.js'
import { isMirror, mirrorNames } from './mirror-names.js'
import { isTableNumber, NO_NUMBER, ValueTable } from './value-table.js'

/** A number for each value of a feature: a Map, or a list of pairs. */
export type OrdinalNumbers =
  | ReadonlyMap<string | number | boolean, number>
  | readonly (readonly [value: string | number | boolean, code: number])[]

export interface OrdinalEncoderOptions {
  /** By feature the number of each value; null: values are numbered as they are met. */
  readonly categories: ByFeature<OrdinalNumbers> | null
  /** What a value without a number becomes; null: nothing. */
  readonly unknownValue: number | null
  /** What null becomes. */
  readonly noneValue: number
  /** How many values of a feature get a number, the first that are met; null: all. */
  readonly maxCategories: number | null
}

/**
 * A number for each value of a feature, in the order in which they are met; the numbers that
 * stand for unknown values and for null are passed over. In a frame an empty cell is a null.
 *
 * With `maxCategories` no more than so many values of a feature get a number: later ones are
 * unknown values. (River numbers all.) `codes()` says which value has which number, as JSON can
 * hold it; an encoder that is given it as its `categories` keeps to these numbers.
 *
 * @example
 * const encoder = new OrdinalEncoder()
 * for (const shop of ['north', 'south']) encoder.learnOne({ shop })
 * encoder.transformOne({ shop: 'south' }) // => { shop: 2 }
 * encoder.transformOne({ shop: 'east' }) // => { shop: 0 }
 * encoder.codes() // => { shop: [['north', 1], ['south', 2]] }
 * const same = new OrdinalEncoder({ categories: encoder.codes() })
 * same.transformOne({ shop: 'south' }) // => { shop: 2 }
 */
export class OrdinalEncoder extends Transformer<OrdinalEncoderOptions> {
  static override readonly id = 'preprocessing.OrdinalEncoder'
  static override readonly rules: Rules<OrdinalEncoderOptions> = {
    categories: { kind: 'object', default: null, nullable: true },
    unknownValue: { kind: 'integer', default: 0, nullable: true },
    noneValue: { kind: 'integer', default: -1 },
    maxCategories: BOUND,
  }
  static override readonly state = ['output', 'numbers', 'known'] as const
  static readonly parts: readonly unknown[] = [ValueTable]

  private readonly output: Schema = this.schema.fresh()
  private readonly numbers: ValueTable = new ValueTable()
  /** For each feature how many of its values were met. */
  private known: Int32Array = NO_INTS

  constructor(given: Given<OrdinalEncoderOptions> = {}) {
    super(ownNumbers(given))
    boundCategories(this.who, this.schema, this.options.maxCategories, this.categories)
  }

  /** By feature each value that has a number, with it; features without any are left out. */
  codes(): Record<string, [value: Category, code: number][]> {
    const { schema, numbers, categories } = this
    if (categories) return Object.fromEntries([...categories].map(([name, of]) => [name, [...of]]))
    const entries: [string, [Category, number][]][] = []
    for (let feature = 0; feature < schema.size; feature++) {
      const isCategory = schema.kind(feature) === 'category'
      const codes = numbers.entries(feature, isCategory).map(([value, code]) => {
        return [schema.category(feature, value) ?? value, code] as [Category, number]
      })
      if (codes.length > 0) entries.push([schema.name(feature), codes.sort((a, b) => a[1] - b[1])])
    }
    return Object.fromEntries(entries)
  }

  override get takesCategories(): boolean {
    return true
  }

  override get takesNulls(): boolean {
    return true
  }

  override get outputSchema(): Schema {
    return this.output
  }

  private get categories(): ReadonlyMap<string, ReadonlyMap<Category, number>> | null {
    return this.options.categories as ReadonlyMap<string, ReadonlyMap<Category, number>> | null
  }

  learnRow(row: Row): void {
    mirrorNames(this.who, this.schema, this.output)
    const { indices, values, count } = row
    const most = this.options.maxCategories ?? Infinity
    this.known = growInts(this.known, row.width)
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const isCategory = this.schema.kind(feature) === 'category'
      const number = this.numbers.get(feature, isCategory, values[feature])
      if (number !== NO_NUMBER || this.known[feature] >= most) continue
      const next = this.categories ? this.given(feature, values[feature]) : this.next(feature)
      if (next === undefined) continue
      this.numbers.set(feature, isCategory, values[feature], next)
      this.known[feature] += 1
    }
  }

  /** The number for one more value of a feature. */
  private next(feature: number): number {
    const { unknownValue, noneValue } = this.options
    const low = Math.min(unknownValue ?? noneValue, noneValue)
    const high = Math.max(unknownValue ?? noneValue, noneValue)
    let number = this.known[feature]
    if (low >= 0 && low <= number) number += 1
    if (high !== low && high >= 0 && high <= number) number += 1
    return number
  }

  private given(feature: number, value: number): number | undefined {
    const numbers = this.categories?.get(this.schema.name(feature))
    return numbers?.get(this.schema.category(feature, value) ?? value)
  }

  transformRow(row: Row, out: Row): void {
    mirrorNames(this.who, this.schema, this.output)
    const { unknownValue, noneValue } = this.options
    const { indices, values, count } = row
    out.clear()
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const isCategory = this.schema.kind(feature) === 'category'
      const number = this.numbers.get(feature, isCategory, values[feature])
      if (number !== NO_NUMBER) out.put(feature, number)
      else {
        const told = this.categories ? this.given(feature, values[feature]) : undefined
        const other = told ?? unknownValue
        if (other === null) out.putNull(feature)
        else out.put(feature, other)
      }
    }
    for (let k = 0; k < row.nullCount; k++) out.put(row.nulls[k], noneValue)
    out.seal(this.output.size)
    if (out.count === count) out.stamp = row.stamp
  }

  checkState(): void {
    const { known, schema } = this
    this.numbers.check(schema.size, isTableNumber)
    if (isMirror(schema, this.output) && known.every((count) => count >= 0)) return
    throw new SnapshotError('OrdinalEncoder must know the features it makes')
  }
}

/** A list of pairs is what `codes` gives. */
function pairsOf(who: string, numbers: OrdinalNumbers): [string, number][] {
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2
  const map = Array.isArray(numbers) && numbers.every(isPair) ? new Map(numbers) : numbers
  return entriesOf(who, 'categories', map as ByFeature<number>, true)
}

/** By feature a Map from value to number, of its own. */
function ownNumbers(given: Given<OrdinalEncoderOptions>): Given<OrdinalEncoderOptions> {
  const { categories } = given ?? {}
  if (categories === undefined || categories === null) return given
  const who = 'OrdinalEncoder'
  const own = new Map<string, Map<Category, number>>()
  for (const [name, numbers] of entriesOf(who, 'categories', categories)) {
    const entries = pairsOf(who, numbers)
    for (const [, number] of entries) {
      if (isTableNumber(number)) continue
      const expected = 'must hold an integer of 32 bits for each value'
      throw new InvalidOptionError(who, 'categories', expected, number)
    }
    own.set(name, new Map(entries.map(([value, n]) => [asCategory(who, 'categories', value), n])))
  }
  return { ...given, categories: own }
}
