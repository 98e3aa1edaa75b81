import {
  type Features,
  type Given,
  InvalidFeatureError,
  InvalidInputError,
  Row,
  type Rules,
  type Schema,
  SnapshotError,
  type Target,
  Transformer,
  utils,
} from '@coelho/core'
import { BOUND, boundCategories } from '../preprocessing/bounds.js'
import { takesLabels } from '../preprocessing/labels-of.js'
import {
  type Aggregate,
  type By,
  checkHow,
  featureName,
  Groups,
  isTold,
  ownBy,
  putResult,
  schemaOfOne,
} from './groups.js'

export interface AggOptions {
  /** The feature that is computed with. */
  readonly on: string
  /** The features by which events are grouped; null: not at all. */
  readonly by: By
  /** What is computed: a statistic, or a `Rolling` or `TimeRolling` of one. Only read. */
  readonly how: Aggregate
  /** Of how many groups a statistic is kept, the first that are met; null: of all. */
  readonly maxCategories: number | null
}

/** When an event happened: for windows of time. */
export interface TimeOptions {
  readonly t?: Date | number
}

/**
 * A statistic of one feature, for each group of events: the mean price by shop.
 *
 * With `maxCategories` a group that comes later teaches nothing, and is answered as one that was
 * never met. (River keeps all groups.)
 *
 * @example
 * const agg = new Agg({ on: 'price', by: 'shop', how: new stats.Mean() })
 * for (const price of [10, 20]) agg.learnOne({ shop: 'north', price })
 * agg.transformOne({ shop: 'north', price: 5 }) // => { price_mean_by_shop: 15 }
 */
export class Agg extends Transformer<AggOptions> {
  static override readonly id = 'featureExtraction.Agg'
  static override readonly rules: Rules<AggOptions> = {
    on: { kind: 'string' },
    by: { kind: 'any' },
    how: { kind: 'object' },
    maxCategories: BOUND,
  }
  static override readonly state = ['output', 'groups'] as const
  static readonly parts: readonly unknown[] = [Groups]

  private readonly output: Schema
  private readonly groups: Groups = new Groups()
  private readonly takesStrings: boolean
  private readonly result: Row = new Row()

  constructor(given: Given<AggOptions>) {
    super({ ...given, by: ownBy('Agg', given?.by ?? null) })
    const { on, how } = this.options
    checkHow('Agg', how)
    boundCategories('Agg', this.schema, this.options.maxCategories)
    this.takesStrings = takesLabels(how)
    this.output = schemaOfOne('Agg', this.schema, featureName(on, how, this.by))
  }

  override get takesCategories(): boolean {
    return true
  }

  override get outputSchema(): Schema {
    return this.output
  }

  private get by(): readonly string[] | null {
    return this.options.by as readonly string[] | null
  }

  /** What was computed, by group: by its value, or by the list of its values. */
  get state(): Map<unknown, unknown> {
    return this.groups.results(this.schema, this.by)
  }

  /** An event without the feature teaches nothing. */
  override learnOne(x: Features, options: TimeOptions = {}): void {
    if (options.t !== undefined && !(this.options.how instanceof utils.TimeRolling)) {
      throw new InvalidInputError(this.who, 't is for a TimeRolling, which this is not', options.t)
    }
    const row = this.door.peek(x)
    try {
      this.learnAt(row, options.t)
    } catch (error) {
      this.forget()
      throw error
    }
    this.commit()
  }

  learnRow(row: Row): void {
    this.learnAt(row, undefined)
  }

  override learnRowWith(row: Row, _y: Target, _weight: number, options?: TimeOptions): void {
    this.learnAt(row, options?.t)
  }

  private learnAt(row: Row, t: Date | number | undefined): void {
    const { on, how, maxCategories } = this.options
    const feature = this.schema.find(on)
    const value = feature >= 0 && feature < row.width ? row.values[feature] : Number.NaN
    if (value !== value || !isTold(row, this.schema, on)) return
    const key = this.groups.keyOf(row, this.schema, this.by)
    if (!this.groups.admits(key, row, this.schema, this.by, maxCategories)) return
    const x = this.schema.category(feature, value) ?? value
    if (typeof x === 'string' && !this.takesStrings) {
      throw new InvalidFeatureError(this.who, on, 'must be a number', x)
    }
    this.groups.update(key, how, x, t)
    putResult(this.who, this.groups.resultOf(key, how), this.output, this.result)
  }

  transformRow(row: Row, out: Row): void {
    const key = this.groups.keyOf(row, this.schema, this.by)
    putResult(this.who, this.groups.resultOf(key, this.options.how), this.output, out)
  }

  checkState(): void {
    this.groups.check(this.options.how)
    if (this.output.size === 1 && this.groups.size >= 0) return
    throw new SnapshotError('Agg must make one feature', this.output.size)
  }
}
