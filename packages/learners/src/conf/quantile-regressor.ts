import {
  type EstimatorLike,
  type Features,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  underSchemaOf,
} from '@coelho/core'
import {
  allTakeCategories,
  checkModels,
  commonTextFeature,
  someTakeNulls,
} from '../ensemble/models.js'
import { Interval } from './interval.js'
import type { IntervalOptions } from './regression-jackknife.js'

export interface QuantileRegressorOptions {
  /** What predicts: a regressor, or a pipeline that ends with one. */
  readonly regressor: RegressorLike
  /** What tells a low quantile, such as a linear regression with the loss `Quantile`. */
  readonly lower: RegressorLike
  /** What tells a high one. */
  readonly upper: RegressorLike
}

/**
 * Tells an interval beside what a regressor predicts: from what a model of a low quantile predicts
 * to what one of a high quantile does, so that it is wide where values vary much. All three learn
 * each event, with copies that begin anew. Where the two cross, the interval goes the other way
 * round.
 *
 * How many values lie inside is up to the two models; held by a `ConformalRegressor` it is
 * promised. River has none.
 *
 * @example
 * const line = (alpha: number) => {
 *   const loss = new optim.losses.Quantile({ alpha })
 *   return new linearModel.LinearRegression({ loss, interceptLr: 0.1 })
 * }
 * const models = { regressor: line(0.5), lower: line(0.05), upper: line(0.95) }
 * const model = new conf.QuantileRegressor(models)
 * for (let i = 0; i < 3000; i++) model.learnOne({ x: 1 }, (i * 37) % 100)
 * const { lower, upper } = model.predictOne({ x: 1 }, { withInterval: true })
 * lower < 15 // => true
 * upper > 85 // => true
 */
export class QuantileRegressor extends Regressor<QuantileRegressorOptions> {
  static override readonly id = 'conf.QuantileRegressor'
  static override readonly rules: Rules<QuantileRegressorOptions> = {
    regressor: { kind: 'object' },
    lower: { kind: 'object' },
    upper: { kind: 'object' },
  }
  static override readonly state: readonly string[] = ['models']

  /** What predicts, what tells the low quantile, what tells the high one. */
  private readonly models: RegressorLike[]

  constructor(given: Given<QuantileRegressorOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    for (const option of ['regressor', 'lower', 'upper'] as const) {
      requireKind(this.who, option, this.options[option], 'regressor')
    }
    this.models = this.given().map((model) => model.clone(this.schema))
  }

  private given(): RegressorLike[] {
    const { regressor, lower, upper } = this.options
    return [regressor, lower, upper]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  /** True if all three take strings: what one of them cannot take is refused. */
  override get takesCategories(): boolean {
    return allTakeCategories(this.held)
  }

  override get takesNulls(): boolean {
    return someTakeNulls(this.held)
  }

  override get textFeature(): string | undefined {
    return commonTextFeature(this.held)
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    for (const model of this.models) model.checkTarget(y)
  }

  learnRow(row: Row, y: number, weight: number): void {
    const { models } = this
    for (let place = 0; place < models.length; place++) models[place].learnRow(row, y, weight)
  }

  predictRow(row: Row): number {
    return this.models[0].predictRow(row)
  }

  override answerRow(row: Row, options?: IntervalOptions): unknown {
    if (options?.withInterval !== true) return this.predictRow(row)
    const [low, high] = [this.models[1].predictRow(row), this.models[2].predictRow(row)]
    return new Interval({ lower: Math.min(low, high), upper: Math.max(low, high) })
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

  /** What learns: what predicts, then what tells the low and the high quantile. */
  get learning(): readonly RegressorLike[] {
    return [...this.models]
  }

  checkState(): void {
    checkModels(this.who, this.models, this.given(), this.schema)
  }
}
