import {
  type EstimatorLike,
  type Features,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  SnapshotError,
  stats,
  underSchemaOf,
} from '@coelho/core'
import { Interval } from './interval.js'

export interface RegressionJackknifeOptions {
  /** What predicts: a regressor, or a pipeline that ends with one. */
  readonly regressor: RegressorLike
  /** Which share of the values an interval is to contain. */
  readonly confidenceLevel: number
  /** How many of the last errors count; null: all. */
  readonly windowSize: number | null
}

/** What may be asked of a prediction. */
export interface IntervalOptions {
  /** True: the answer is an interval instead of a number. */
  readonly withInterval?: boolean
}

type ErrorQuantile = stats.Quantile | stats.RollingQuantile

/**
 * Tells an interval around what a regressor predicts, from the quantiles of its past errors:
 * about `confidenceLevel` of the values lie within. While there was no error the interval is the
 * prediction itself.
 *
 * The quantiles of all errors are estimated in constant memory, those of a window are exact.
 *
 * @example
 * const regressor = new dummy.StatisticRegressor({ statistic: new stats.Mean() })
 * const model = new conf.RegressionJackknife({ regressor, confidenceLevel: 0.8 })
 * for (let i = 0; i < 99; i++) model.learnOne({}, i % 3)
 * model.predictOne({}) // => 1
 * model.predictOne({}, { withInterval: true }).contains(1.9) // => true
 */
export class RegressionJackknife extends Regressor<RegressionJackknifeOptions> {
  static override readonly id = 'conf.RegressionJackknife'
  static override readonly rules: Rules<RegressionJackknifeOptions> = {
    regressor: { kind: 'object' },
    confidenceLevel: { kind: 'number', default: 0.95, above: 0, below: 1 },
    windowSize: { kind: 'integer', default: null, nullable: true, atLeast: 1, atMost: 16_777_216 },
  }
  static override readonly state: readonly string[] = ['below', 'above']
  static readonly parts: readonly unknown[] = [stats.Quantile, stats.RollingQuantile]

  private readonly models: readonly EstimatorLike[]
  /** The quantiles of the errors: value less prediction. */
  private readonly below: ErrorQuantile
  private readonly above: ErrorQuantile

  constructor(given: Given<RegressionJackknifeOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    const { regressor, confidenceLevel } = this.options
    requireKind(this.who, 'regressor', regressor, 'regressor')
    this.models = [regressor]
    const alpha = (1 - confidenceLevel) / 2
    this.below = this.quantile(alpha)
    this.above = this.quantile(1 - alpha)
  }

  private quantile(q: number): ErrorQuantile {
    const { windowSize } = this.options
    if (windowSize === null) return new stats.Quantile({ q })
    return new stats.RollingQuantile({ q, windowSize })
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.options.regressor.checkTarget(y)
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.learnAfter(this.predictRow(row), row, y, weight)
  }

  override predictThenLearnRow(row: Row, y: number, weight: number): number {
    const predicted = this.predictRow(row)
    this.learnAfter(predicted, row, y, weight)
    return predicted
  }

  private learnAfter(predicted: number, row: Row, y: number, weight: number): void {
    const error = y - predicted
    if (Number.isFinite(error)) {
      this.below.update(error)
      this.above.update(error)
    }
    this.options.regressor.learnRow(row, y, weight)
  }

  predictRow(row: Row): number {
    return this.options.regressor.predictRow(row)
  }

  override answerRow(row: Row, options?: IntervalOptions): unknown {
    const predicted = this.predictRow(row)
    if (options?.withInterval !== true) return predicted
    const lower = predicted + (this.below.get() ?? 0)
    return new Interval({ lower, upper: predicted + (this.above.get() ?? 0) })
  }

  override predictOne(x: Features, options: { readonly withInterval: true }): Interval
  override predictOne(x: Features, options?: { readonly withInterval?: false }): number
  override predictOne(x: Features, options?: IntervalOptions): number | Interval {
    const row = this.door.peek(x)
    try {
      return this.answerRow(row, options) as number | Interval
    } finally {
      this.forget()
    }
  }

  /** What predicts. */
  get regressor(): RegressorLike {
    return this.options.regressor
  }

  checkState(): void {
    const { below, above, who } = this
    const { windowSize, confidenceLevel } = this.options
    const alpha = (1 - confidenceLevel) / 2
    const cls = windowSize === null ? stats.Quantile : stats.RollingQuantile
    const wanted = (quantile: ErrorQuantile, q: number) =>
      quantile instanceof cls &&
      quantile.options.q === q &&
      (windowSize === null ||
        (quantile.options as { windowSize?: number }).windowSize === windowSize)
    if (below !== above && wanted(below, alpha) && wanted(above, 1 - alpha)) return
    throw new SnapshotError(`${who} must have the quantiles of its options`)
  }
}
