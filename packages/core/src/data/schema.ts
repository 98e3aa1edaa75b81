import { InvalidFeatureError, SnapshotError } from '../errors.js'
import { NO_INTS } from '../memory/none.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { compareValues } from './labels.js'

/** What a feature may be given as; `null` and `undefined` are missing. */
export type FeatureValue = number | string | boolean | null | undefined
/** One event: feature names and values. */
export type Features = Readonly<Record<string, FeatureValue>>
/** What a category may be: booleans count as the numbers 0 and 1. */
export type Category = string | number

/** How a feature's values are to be read. */
export type FeatureKind = 'number' | 'category'

export interface SchemaOptions {
  /** How many feature names may be met; an event that brings one more is refused. */
  readonly maxFeatures: number
  /** How many categories one feature may have. */
  readonly maxCategories: number
  /** How many classes a classifier may meet. */
  readonly maxLabels: number
}

interface Categories {
  readonly values: Category[]
  readonly codes: Map<Category, number>
  /** The codes in the order of the categories, while it is known. */
  order?: Int32Array | undefined
  isText?: boolean
}

function startOf(kind: FeatureKind): Categories | null {
  return kind === 'category' ? { values: [], codes: new Map() } : null
}

/**
 * The names of the features a model has met, each with its index, and the codes of their
 * categories. It only ever grows, up to its limits.
 *
 * A prediction may bring names that are not known: they are added for its duration and taken
 * back by `rollback`, so that predicting changes nothing; learning ends with `commit`.
 *
 * @example
 * const schema = new Schema({ maxFeatures: 2 })
 * const model = new naiveBayes.GaussianNB({ schema })
 * model.learnOne({ a: 1, b: 2 }, 'x')
 * schema.names() // => ['a', 'b']
 */
export class Schema {
  static readonly rules: Rules<SchemaOptions> = {
    maxFeatures: { kind: 'integer', default: 65_536, atLeast: 1, atMost: 16_777_216 },
    maxCategories: { kind: 'integer', default: 65_536, atLeast: 1, atMost: 16_777_216 },
    maxLabels: { kind: 'integer', default: 65_536, atLeast: 1, atMost: 16_777_216 },
  }

  static readonly id = 'Schema'

  readonly options: Readonly<SchemaOptions>
  private readonly features: string[] = []
  private readonly indexOf: Map<string, number> = new Map()
  /** For each feature its categories, null where its values are numbers, undefined while open. */
  private readonly categoriesOf: (Categories | null | undefined)[] = []
  /** The marks of rows of frames, by the features of all of them: see `Row.stamp`. */
  readonly stamps: Map<string, number> = new Map()
  /**
   * What came since the last commit: -1 for a feature, the feature that got a category, or -2 less
   * the feature whose kind became known.
   */
  private readonly uncommitted: number[] = []
  /** The features that came as booleans at first: as numbers they are 0 and 1. */
  private readonly booleans: Set<number> = new Set()
  /** How many categories of a feature are told apart: see `tellApart`. */
  mostTold: number = Infinity

  constructor(options: Partial<SchemaOptions> = {}) {
    this.options = resolveOptions('Schema', options, Schema.rules)
  }

  get size(): number {
    return this.features.length
  }

  names(): string[] {
    return [...this.features]
  }

  name(feature: number): string {
    return this.features[feature]
  }

  /** The index of a known name, else -1. */
  find(name: string): number {
    return this.indexOf.get(name) ?? -1
  }

  kind(feature: number): FeatureKind {
    return this.categoriesOf[feature] ? 'category' : 'number'
  }

  /** True while only null was seen of a feature: it may still become of either kind. */
  isOpen(feature: number): boolean {
    return this.categoriesOf[feature] === undefined
  }

  /**
   * Adds a feature, or finds it; says who asked when there is no more room. Without a kind it is
   * open until it is added with one.
   */
  add(who: string, name: string, kind?: FeatureKind): number {
    const known = this.indexOf.get(name)
    if (known !== undefined) {
      if (kind && this.isOpen(known)) this.settle(known, kind)
      return known
    }
    const { maxFeatures } = this.options
    if (this.features.length >= maxFeatures) {
      const expected = `is one too many: the schema holds maxFeatures = ${maxFeatures} names`
      throw new InvalidFeatureError(who, name, expected)
    }
    const feature = this.features.push(name) - 1
    this.indexOf.set(name, feature)
    this.categoriesOf.push(kind && startOf(kind))
    this.uncommitted.push(-1)
    return feature
  }

  private settle(feature: number, kind: FeatureKind): void {
    this.categoriesOf[feature] = startOf(kind)
    this.uncommitted.push(-2 - feature)
  }

  /** A feature of long texts, which are not kept: its only code, 0, stands for the last one. */
  addText(who: string, name: string): number {
    const feature = this.add(who, name, 'category')
    const categories = this.categoriesOf[feature]
    if (!categories) throw new InvalidFeatureError(who, name, 'has had numbers so far, not texts')
    categories.isText = true
    return feature
  }

  /** True if the values of a feature are texts, of which only the last is known. */
  isText(feature: number): boolean {
    return this.categoriesOf[feature]?.isText === true
  }

  /** Notes that a new feature came as a boolean. */
  markBoolean(feature: number): void {
    this.booleans.add(feature)
  }

  /** True if a feature came as a boolean when it was first met. */
  isBoolean(feature: number): boolean {
    return this.booleans.has(feature)
  }

  /**
   * Tells only so many categories of a feature apart, the first that are met. Later ones share
   * the next code, under which no category is known: they are neither kept nor refused.
   */
  tellApart(most: number): void {
    this.mostTold = Math.max(this.mostTold < Infinity ? this.mostTold : 0, most)
  }

  /** How many categories of a feature have been met; 0 where its values are numbers. */
  categoryCount(feature: number): number {
    return this.categoriesOf[feature]?.values.length ?? 0
  }

  category(feature: number, code: number): Category | undefined {
    return this.categoriesOf[feature]?.values[code]
  }

  /** The codes by category of one feature: for reading only. */
  categoryCodes(feature: number): ReadonlyMap<Category, number> | undefined {
    return this.categoriesOf[feature]?.codes
  }

  /** The codes of a feature's categories in the order of the categories: for reading only. */
  categoriesInOrder(feature: number): Int32Array {
    const categories = this.categoriesOf[feature]
    if (!categories) return NO_INTS
    const { values } = categories
    categories.order ??= Int32Array.from(values.keys()).sort((a, b) => {
      return compareValues(values[a], values[b])
    })
    return categories.order
  }

  /** The code of a category, which is given one if it is new. */
  addCategory(who: string, feature: number, value: Category): number {
    const categories = this.categoriesOf[feature]
    if (!categories)
      throw new InvalidFeatureError(who, this.features[feature], NOT_A_CATEGORY, value)
    if (categories.isText) {
      categories.values[0] = value
      return 0
    }
    const known = categories.codes.get(value)
    if (known !== undefined) return known
    if (categories.values.length >= this.mostTold) return this.mostTold
    const { maxCategories } = this.options
    if (categories.values.length >= maxCategories) {
      const expected = `has maxCategories = ${maxCategories} categories already`
      throw new InvalidFeatureError(who, this.features[feature], expected, value)
    }
    const code = categories.values.push(value === 0 ? 0 : value) - 1 // -0 is told as 0
    categories.codes.set(value, code)
    categories.order = undefined
    this.uncommitted.push(feature)
    return code
  }

  /** Keeps what was added since the last commit. */
  commit(): void {
    if (this.uncommitted.length > 0) this.uncommitted.length = 0
  }

  /** Takes back what was added since the last commit. */
  rollback(): void {
    while (this.uncommitted.length > 0) {
      const feature = this.uncommitted.pop() as number
      if (feature < -1) {
        this.categoriesOf[-2 - feature] = undefined
        this.booleans.delete(-2 - feature)
      } else if (feature < 0) {
        this.indexOf.delete(this.features.pop() as string)
        this.categoriesOf.pop()
        this.booleans.delete(this.features.length)
      } else {
        const categories = this.categoriesOf[feature] as Categories
        categories.codes.delete(categories.values.pop() as Category)
        categories.order = undefined
      }
    }
  }

  /** True while something was added that is neither committed nor taken back. */
  get provisional(): boolean {
    return this.uncommitted.length > 0
  }

  /** An empty schema with the same limits. */
  fresh(): Schema {
    return new Schema(this.options)
  }

  /** The same names and categories, on their own. */
  copy(): Schema {
    const copy = this.fresh()
    copy.restoreState(this.saveState())
    return copy
  }

  saveState(): unknown {
    const categories = this.categoriesOf.map((entry) =>
      entry ? (entry.isText ? [] : [...entry.values]) : entry === null ? null : false,
    )
    const state = { options: { ...this.options }, names: [...this.features], categories }
    return this.booleans.size > 0 ? { ...state, booleans: [...this.booleans] } : state
  }

  restoreState(state: unknown): void {
    const { options, names, categories, booleans } = (state ?? {}) as Record<string, unknown>
    if (!Array.isArray(names) || !Array.isArray(categories) || names.length !== categories.length) {
      throw new SnapshotError('a schema must list its names and their categories')
    }
    const own = this as { options: Readonly<SchemaOptions> }
    own.options = resolveOptions('Schema', options as SchemaOptions, Schema.rules)
    for (let i = 0; i < names.length; i++) {
      const values: unknown = categories[i]
      const isList = Array.isArray(values)
      if (typeof names[i] !== 'string' || !(isList || values === null || values === false)) {
        throw new SnapshotError('a feature must be a name with a list of categories or null')
      }
      const kind = isList ? 'category' : values === null ? 'number' : undefined
      const feature = this.add('Schema', names[i], kind)
      if (feature !== i) throw new SnapshotError('feature names must not come twice', names[i])
      for (const value of isList ? values : []) {
        const before = this.categoryCount(i)
        if (typeof value !== 'string' && !Number.isFinite(value)) {
          throw new SnapshotError('a category must be a string or a number', value)
        }
        if (this.addCategory('Schema', i, value) !== before) {
          throw new SnapshotError('categories must not come twice', value)
        }
      }
    }
    for (const feature of Array.isArray(booleans) ? booleans : []) {
      const isNumber = this.categoriesOf[feature] === null
      if (!isNumber) throw new SnapshotError('only a number can have been a boolean', feature)
      this.markBoolean(feature)
    }
    this.commit()
  }
}

const NOT_A_CATEGORY = 'has had numbers so far, and is no category (nominalAttributes declares one)'
