import {
  type Given,
  InvalidLabelError,
  type Label,
  Row,
  type Rules,
  type Schema,
  SnapshotError,
  SupervisedTransformer,
} from '@coelho/core'
import { BOUND, boundCategories } from '../preprocessing/bounds.js'
import { takesLabels } from '../preprocessing/labels-of.js'
import type { TimeOptions } from './agg.js'
import {
  type Aggregate,
  type By,
  checkHow,
  featureName,
  Groups,
  ownBy,
  putResult,
  schemaOfOne,
} from './groups.js'

export interface TargetAggOptions {
  /** The features by which events are grouped; null: not at all. */
  readonly by: By
  /** What is computed: a statistic, or a `Rolling` or `TimeRolling` of one. Only read. */
  readonly how: Aggregate
  /** What the target is called in the name of the feature. */
  readonly targetName: string
  /** Of how many groups a statistic is kept, the first that are met; null: of all. */
  readonly maxCategories: number | null
}

/**
 * A statistic of the target, for each group of events: the mean of what sold, by shop. It makes
 * a number of a category that says what it means for the target.
 *
 * With `maxCategories` a group that comes later teaches nothing, and is answered as one that was
 * never met. (River keeps all groups.)
 *
 * @example
 * const agg = new TargetAgg({ by: 'shop', how: new stats.Mean() })
 * for (const sold of [10, 20]) agg.learnOne({ shop: 'north' }, sold)
 * agg.transformOne({ shop: 'north' }) // => { y_mean_by_shop: 15 }
 */
export class TargetAgg extends SupervisedTransformer<TargetAggOptions> {
  static override readonly id = 'featureExtraction.TargetAgg'
  static override readonly rules: Rules<TargetAggOptions> = {
    by: { kind: 'any' },
    how: { kind: 'object' },
    targetName: { kind: 'string', default: 'y' },
    maxCategories: BOUND,
  }
  static override readonly state = ['output', 'groups'] as const
  static readonly parts: readonly unknown[] = [Groups]

  private readonly output: Schema
  private readonly groups: Groups = new Groups()
  private readonly takesStrings: boolean
  private readonly result: Row = new Row()

  constructor(given: Given<TargetAggOptions>) {
    super({ ...given, by: ownBy('TargetAgg', given?.by ?? null) })
    const { how, targetName } = this.options
    checkHow('TargetAgg', how)
    boundCategories('TargetAgg', this.schema, this.options.maxCategories)
    this.takesStrings = takesLabels(how)
    this.output = schemaOfOne('TargetAgg', this.schema, featureName(targetName, how, this.by))
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

  /** What the target is called in the name of the feature. */
  get targetName(): string {
    return this.options.targetName
  }

  /** What was computed, by group: by its value, or by the list of its values. */
  get state(): Map<unknown, unknown> {
    return this.groups.results(this.schema, this.by)
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    if (typeof y !== 'string' || this.takesStrings) return
    throw new InvalidLabelError(this.who, `must be a number for ${this.options.how}`, y)
  }

  learnRowWith(row: Row, y: Label, _weight: number, options?: TimeOptions): void {
    const { how, maxCategories } = this.options
    const key = this.groups.keyOf(row, this.schema, this.by)
    if (!this.groups.admits(key, row, this.schema, this.by, maxCategories)) return
    const value = typeof y === 'boolean' && !this.takesStrings ? Number(y) : y
    this.groups.update(key, how, value, options?.t)
    putResult(this.who, this.groups.resultOf(key, how), this.output, this.result)
  }

  transformRow(row: Row, out: Row): void {
    const key = this.groups.keyOf(row, this.schema, this.by)
    putResult(this.who, this.groups.resultOf(key, this.options.how), this.output, out)
  }

  checkState(): void {
    this.groups.check(this.options.how)
    if (this.output.size === 1) return
    throw new SnapshotError('TargetAgg must make one feature', this.output.size)
  }
}
