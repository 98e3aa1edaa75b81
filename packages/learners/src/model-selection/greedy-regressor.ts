import {
  type EstimatorLike,
  type Given,
  metrics,
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
import { checkTruth, type SelectionMetric } from './judge.js'
import { Judges } from './judges.js'

export interface GreedyRegressorOptions {
  /** What is chosen from: regressors, or pipelines that end with one. Copies of them learn. */
  readonly models: readonly RegressorLike[]
  /** Judges predictions; null: `metrics.MAE()`. */
  readonly metric: SelectionMetric | null
}

/**
 * Several regressors that all learn each event, of which the one that has predicted best so far
 * predicts.
 *
 * @example
 * const models = [0.0001, 0.1].map((lr) => {
 *   return new linearModel.LinearRegression({ optimizer: new optim.SGD({ lr }) })
 * })
 * const model = new GreedyRegressor({ models })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 5 }, 2 * (i % 5))
 * model.bestModel === model.models[1] // => true
 */
export class GreedyRegressor extends Regressor<GreedyRegressorOptions> {
  static override readonly id = 'modelSelection.GreedyRegressor'
  static override readonly rules: Rules<GreedyRegressorOptions> = {
    models: { kind: 'object' },
    metric: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['list', 'judges']
  static readonly parts: readonly unknown[] = [Judges, metrics.MAE]

  private readonly list: RegressorLike[]
  private readonly judges: Judges
  private readonly metric: SelectionMetric

  constructor(given: Given<GreedyRegressorOptions>) {
    super(listed(new.target, given))
    const { models } = this.options
    this.metric = this.options.metric ?? new metrics.MAE()
    this.list = copiesOf(this.who, models, this.metric, this.schema)
    this.judges = new Judges(models.length, this.metric)
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
    checkTruth(this.metric, y)
  }

  override commit(): void {
    keepOwnNames(this.schema, this.held)
  }

  learnRow(row: Row, y: number, weight: number): void {
    learnChosen(this.judges, this.list, row, y, weight)
  }

  predictRow(row: Row): number {
    return this.bestModel.predictRow(row)
  }

  /** The model that predicts: the first until another is better. */
  get bestModel(): RegressorLike {
    return this.list[this.judges.best]
  }

  /** The models, in the order of those given. */
  get models(): readonly RegressorLike[] {
    return [...this.list]
  }

  /** By place what the metric says of a model. */
  get metrics(): readonly SelectionMetric[] {
    return this.judges.list.map(({ metric }) => metric)
  }

  /** How many there are. */
  get length(): number {
    return this.list.length
  }

  /** The model at a place, from the last one if it is below 0. */
  at(place: number): RegressorLike | undefined {
    return this.list.at(place)
  }

  get summary(): EnsembleSummary & { readonly best: number } {
    return { ...summarise(this.held), best: this.judges.best }
  }

  checkState(): void {
    checkModels(this.who, this.list, this.options.models, this.schema)
    this.judges.check(this.who)
  }
}
