import {
  type EstimatorLike,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
} from '@coelho/core'
import {
  allTakeCategories,
  checkModels,
  commonTextFeature,
  type EnsembleSummary,
  keepOwnNames,
  listed,
  someTakeNulls,
  summarise,
} from '../ensemble/models.js'
import { copiesOf, learnChosen } from './choice.js'
import { HALVING, Halving, type HalvingOptions, type HalvingSummary } from './halving.js'
import { checkTruth } from './judge.js'

export interface SuccessiveHalvingRegressorOptions extends HalvingOptions {
  /** What is chosen from: regressors, or pipelines that end with one. Copies of them learn. */
  readonly models: readonly RegressorLike[]
}

/**
 * Several regressors that all learn at first; after some events only the better half goes on, and
 * so on, until one is left. The best one predicts.
 *
 * River prints what it leaves out (`verbose`); here `summary` tells. With a budget that is too
 * small River stops leaving models out; here it goes on at the next event.
 *
 * @example
 * const models = [0.0001, 0.001, 0.01, 0.1].map((lr) => {
 *   return new linearModel.LinearRegression({ optimizer: new optim.SGD({ lr }) })
 * })
 * const metric = new metrics.MAE()
 * const model = new SuccessiveHalvingRegressor({ models, metric, budget: 200 })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 5 }, 2 * (i % 5))
 * model.summary.inTheRace // => [3]
 */
export class SuccessiveHalvingRegressor extends Regressor<SuccessiveHalvingRegressorOptions> {
  static override readonly id = 'modelSelection.SuccessiveHalvingRegressor'
  static override readonly rules: Rules<SuccessiveHalvingRegressorOptions> = {
    models: { kind: 'object' },
    ...HALVING,
  }
  static override readonly state: readonly string[] = ['list', 'halving']
  static readonly parts: readonly unknown[] = [Halving]

  private readonly list: RegressorLike[]
  private readonly halving: Halving

  constructor(given: Given<SuccessiveHalvingRegressorOptions>) {
    super(listed(new.target, given))
    const { models, metric } = this.options
    this.list = copiesOf(this.who, models, metric, this.schema)
    this.halving = new Halving(models.length, this.options)
  }

  override get held(): readonly EstimatorLike[] {
    return this.list
  }

  /** True if all models take strings: what one of them cannot take is refused. */
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
    checkTruth(this.options.metric, y)
  }

  override commit(): void {
    keepOwnNames(this.schema, this.held)
  }

  learnRow(row: Row, y: number, weight: number): void {
    learnChosen(this.halving, this.list, row, y, weight)
  }

  predictRow(row: Row): number {
    return this.bestModel.predictRow(row)
  }

  /** The model that predicts: the first until another is better. */
  get bestModel(): RegressorLike {
    return this.list[this.halving.best]
  }

  /** The models, in the order of those given. */
  get models(): readonly RegressorLike[] {
    return [...this.list]
  }

  /** How many there are. */
  get length(): number {
    return this.list.length
  }

  /** The model at a place, from the last one if it is below 0. */
  at(place: number): RegressorLike | undefined {
    return this.list.at(place)
  }

  get summary(): EnsembleSummary & HalvingSummary {
    return { ...summarise(this.held), ...this.halving.summary }
  }

  checkState(): void {
    checkModels(this.who, this.list, this.options.models, this.schema)
    this.halving.check(this.who)
  }
}
