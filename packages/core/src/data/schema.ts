import { InvalidFeatureError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { type Categories, inOrder, leaveUnread, NOT_A_CATEGORY, startOf } from './categories.js'
import { type Category, type FeatureKind, type SchemaOptions, schemaRules } from './features.js'
import { loadNumbers, NumberNames } from './number-names.js'
import { fillSchema, stateOfSchema } from './schema-state.js'

export type { Category, FeatureKind, Features, FeatureValue, SchemaOptions } from './features.js'

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
  static readonly rules: Rules<SchemaOptions> = schemaRules
  static readonly id = 'Schema'
  readonly options: Readonly<SchemaOptions>
  private readonly features: string[] = []
  private readonly indexOf: Map<string, number> = new Map()
  /** What stands in place of the names while all are numbers: see `useNumbers`. */
  private numbers: NumberNames | undefined
  /** The same while names that have come besides may be taken back. */
  private spelled: NumberNames | undefined
  /** For each feature its categories, null where its values are numbers, undefined while open. */
  private readonly categoriesOf: (Categories | null | undefined)[] = []
  /** The marks of rows of frames, by the features of all of them: see `Row.stamp`. */
  readonly stamps: Map<string, number> = new Map()
  // What came since the last commit: -1 for a feature, the feature that got a category, or -2 less
  // the feature whose kind became known.
  private readonly uncommitted: number[] = []
  /** The features that came as booleans at first: as numbers they are 0 and 1. */
  private readonly booleans: Set<number> = new Set()
  /** How many categories of a feature are told apart: see `tellApart`. */
  mostTold: number = Infinity
  private isPassedOver: ((name: string) => boolean) | undefined

  constructor(options: Partial<SchemaOptions> = {}) {
    this.options = resolveOptions('Schema', options, Schema.rules)
  }

  get size(): number {
    return (this.numbers ?? this.features).length
  }

  names(): string[] {
    return this.numbers?.names() ?? [...this.features]
  }

  name(feature: number): string {
    return this.numbers?.name(feature) ?? this.features[feature]
  }

  /** The index of a known name, else -1. */
  find(name: string): number {
    if (this.numbers) return this.numbers.find(this.numbers.parse(name))
    return this.indexOf.get(name) ?? -1
  }

  kind(feature: number): FeatureKind {
    return this.categoriesOf[feature] ? 'category' : 'number'
  }

  /** True while only null was seen of a feature: it may still become of either kind. */
  isOpen(feature: number): boolean {
    return this.categoriesOf[feature] === undefined && this.numbers === undefined
  }

  /**
   * Names will be whole numbers below a bound: they cost no strings, and the bound counts in place
   * of `maxFeatures`. The first other name undoes it. False if there are names already.
   */
  useNumbers(below: number): boolean {
    if (this.features.length === 0) this.numbers ??= new NumberNames(below)
    return this.numbers?.below === below
  }

  /** Shares the numbers of another schema, if it has any and this one has no other names. */
  shareNumbers({ numbers }: Schema): void {
    if (numbers === undefined || this.provisional) return
    const fits = this.numbers ? numbers.startsWith(this.numbers) : this.features.length === 0
    if (fits) this.numbers = numbers
  }

  /** True if both have the same numbers, and so the same features. */
  hasNumbersOf({ numbers }: Schema): boolean {
    return numbers !== undefined && this.numbers === numbers
  }

  /** Adds features whose names are whole numbers, or finds them: tells the feature of each. */
  addNumbers(who: string, numbers: Int32Array, count: number, features: Int32Array): void {
    if (this.numbers) this.numbers.addAll(numbers, count, features)
    else for (let k = 0; k < count; k++) features[k] = this.add(who, `${numbers[k]}`, 'number')
  }

  /** The numbers become names like others. */
  private spellOut(numbers: NumberNames): void {
    this.numbers = undefined
    this.spelled = numbers
    numbers.names().forEach((name, feature) => {
      this.indexOf.set(name, this.features.push(name) - 1)
      this.categoriesOf.push(null)
      if (feature >= numbers.kept) this.uncommitted.push(-1)
    })
  }

  private unspell(): void {
    this.numbers = this.spelled
    this.spelled = undefined
    this.features.length = 0
    this.categoriesOf.length = 0
    this.indexOf.clear()
  }

  /**
   * Adds a feature, or finds it; says who asked when there is no more room. Without a kind it is
   * open until it is added with one.
   */
  add(who: string, name: string, kind?: FeatureKind): number {
    if (this.numbers) {
      const known = this.numbers.addName(name, kind === 'number')
      if (known >= 0) return known
      this.spellOut(this.numbers)
    }
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
    this.categoriesOf.push(kind && startOf(kind, this.isPassedOver?.(name)))
    this.uncommitted.push(-1)
    return feature
  }

  private settle(feature: number, kind: FeatureKind): void {
    this.categoriesOf[feature] = startOf(kind, this.isPassedOver?.(this.features[feature]))
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

  /** Categories of features that nobody reads are not kept: an id would have ever new ones. */
  passOver(isPassedOver: (name: string) => boolean): void {
    this.isPassedOver = isPassedOver
    leaveUnread(this.categoriesOf, (feature) => isPassedOver(this.name(feature)))
  }

  /** Notes that a new feature came as a boolean. */
  markBoolean(feature: number): void {
    if (this.numbers) this.spellOut(this.numbers)
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

  /** The categories of a feature by code. */
  categories(feature: number): Category[] {
    return [...(this.categoriesOf[feature]?.values ?? [])]
  }

  /** The codes by category of one feature: for reading only. */
  categoryCodes(feature: number): ReadonlyMap<Category, number> | undefined {
    return this.categoriesOf[feature]?.codes
  }

  /** The codes of a feature's categories in the order of the categories: for reading only. */
  categoriesInOrder(feature: number): Int32Array {
    return inOrder(this.categoriesOf[feature])
  }

  /** The code of a category, which is given one if it is new. */
  addCategory(who: string, feature: number, value: Category): number {
    const categories = this.categoriesOf[feature]
    if (!categories) throw new InvalidFeatureError(who, this.name(feature), NOT_A_CATEGORY, value)
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
    this.spelled = undefined
    this.numbers?.commit()
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
    if (this.spelled) this.unspell()
    this.numbers?.rollback()
  }

  /** True while something was added that is neither committed nor taken back. */
  get provisional(): boolean {
    return this.uncommitted.length > 0 || this.numbers?.provisional === true
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
    return stateOfSchema(this, this.numbers)
  }

  restoreState(state: unknown): void {
    const { options, below, numbers } = (state ?? {}) as Record<string, unknown>
    const own = this as { options: Readonly<SchemaOptions> }
    own.options = resolveOptions('Schema', options as SchemaOptions, Schema.rules)
    if (numbers !== undefined) this.numbers = loadNumbers(below, numbers)
    else fillSchema(this, state)
    this.commit()
  }
}
