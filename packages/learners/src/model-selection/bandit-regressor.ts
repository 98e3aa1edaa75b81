import {
  type EstimatorLike,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
} from '@coelho/core'
import type { Policy } from '../bandit/policy.js'
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
import { BANDIT, BanditModels, type BanditOptions } from './bandit-models.js'
import { copiesOf, learnChosen } from './choice.js'
import { checkTruth } from './judge.js'

export interface BanditRegressorOptions extends BanditOptions {
  /** What is chosen from: regressors, or pipelines that end with one. Copies of them learn. */
  readonly models: readonly RegressorLike[]
}

/**
 * Several regressors of which one learns each event: a bandit chooses which, by how well each has
 * predicted so far. The best one predicts.
 *
 * A prediction that the metric cannot judge, such as NaN, makes a model the worst for good.
 *
 * @example
 * const models = [0.1, 0.001].map((lr) => {
 *   return new linearModel.LinearRegression({ optimizer: new optim.SGD({ lr }) })
 * })
 * const policy = new bandit.EpsilonGreedy({ epsilon: 0.2, burnIn: 10, seed: 42 })
 * const metric = new metrics.MAE()
 * const model = new BanditRegressor({ models, metric, policy, riverCompatible: false })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 5 }, 2 * (i % 5))
 * model.bestModel === model.models[0] // => true
 */
export class BanditRegressor extends Regressor<BanditRegressorOptions> {
  static override readonly id = 'modelSelection.BanditRegressor'
  static override readonly rules: Rules<BanditRegressorOptions> = {
    models: { kind: 'object' },
    ...BANDIT,
  }
  static override readonly state: readonly string[] = ['list', 'bandit']
  static readonly parts: readonly unknown[] = [BanditModels]

  private readonly list: RegressorLike[]
  private readonly bandit: BanditModels

  constructor(given: Given<BanditRegressorOptions>) {
    super(listed(new.target, given))
    const { models, metric } = this.options
    this.list = copiesOf(this.who, models, metric, this.schema)
    this.bandit = new BanditModels(this.who, models.length, this.options)
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
    learnChosen(this.bandit, this.list, row, y, weight)
  }

  predictRow(row: Row): number {
    return this.bestModel.predictRow(row)
  }

  /** The model that predicts: the first until one has been judged. */
  get bestModel(): RegressorLike {
    return this.list[this.bandit.best]
  }

  /** The bandit at work: its arms are the places of the models. */
  get policy(): Policy {
    return this.bandit.policy
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

  get summary(): EnsembleSummary & { readonly best: number } {
    return { ...summarise(this.held), best: this.bandit.best }
  }

  checkState(): void {
    checkModels(this.who, this.list, this.options.models, this.schema)
    this.bandit.check(this.who)
  }
}
