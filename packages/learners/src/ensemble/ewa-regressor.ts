import {
  checkWeight,
  type EstimatorLike,
  type Features,
  type Given,
  InvalidOptionError,
  type LearnOptions,
  math,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { RegressionLoss } from '../optim/losses/regression-loss.js'
import { Squared } from '../optim/losses/squared.js'
import {
  allTakeCategories,
  checkList,
  checkModels,
  commonTextFeature,
  type EnsembleSummary,
  keepOwnNames,
  listed,
  someTakeNulls,
  summarise,
} from './models.js'

export interface EWARegressorOptions {
  /** What predicts: regressors, or pipelines that end with one. Copies that begin anew learn. */
  readonly models: readonly RegressorLike[]
  /** How bad a prediction is: a loss of numbers of `optim.losses`; null: `Squared()`. */
  readonly loss: RegressionLoss | null
  /** How fast a model loses weight by its loss. */
  readonly learningRate: number
}

/**
 * Several regressors learn side by side; the prediction is the mean of theirs, each weighted by
 * the exponential of how badly it did so far (exponentially weighted average).
 *
 * An event of weight w counts w times its loss. River: before the first event is learned all
 * weights are 1, so that it predicts a sum; if all weights have become 0 it predicts 0.
 *
 * @example
 * const models = [0.1, 0.001].map((lr) => {
 *   return new linearModel.LinearRegression({ optimizer: new optim.SGD({ lr }) })
 * })
 * const model = new EWARegressor({ models, learningRate: 0.05 })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 5 }, 2 * (i % 5))
 * model.weights[0] > 0.99 // => true
 */
export class EWARegressor extends Regressor<EWARegressorOptions> {
  static override readonly id = 'ensemble.EWARegressor'
  static override readonly rules: Rules<EWARegressorOptions> = {
    models: { kind: 'object' },
    loss: { kind: 'object', default: null, nullable: true },
    learningRate: { kind: 'number', default: 0.5, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['list', 'shares']
  static readonly parts: readonly unknown[] = [Squared]

  private readonly list: RegressorLike[]
  /** By place the weight of a model. */
  private readonly shares: Float64Array
  private readonly loss: RegressionLoss

  constructor(given: Given<EWARegressorOptions>) {
    super(listed(new.target, given))
    const { models, loss } = this.options
    checkList(this.who, models, 'regressor')
    if (loss !== null && !(loss instanceof RegressionLoss)) {
      const expected = 'must be a loss of numbers of optim.losses (or null)'
      throw new InvalidOptionError(this.who, 'loss', expected, loss)
    }
    this.loss = loss ?? new Squared()
    this.list = models.map((model) => model.clone(this.schema))
    this.shares = new Float64Array(models.length).fill(1)
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

  override commit(): void {
    keepOwnNames(this.schema, this.held)
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.learnAndAverage(row, y, weight)
  }

  /** River: the mean of the predictions, built up while each is weighed. */
  private learnAndAverage(row: Row, y: number, weight: number): number {
    const { list, shares, loss } = this
    const rate = this.options.learningRate * weight
    let mean = 0
    let total = 0
    for (let place = 0; place < list.length; place++) {
      const model = list[place]
      const predicted = model.predictRow(row)
      mean += (shares[place] * (predicted - mean)) / list.length
      shares[place] *= math.exp(-rate * loss.call(y, predicted))
      total += shares[place]
      model.learnRow(row, y, weight)
      model.commit()
    }
    if (total > 0) for (let place = 0; place < shares.length; place++) shares[place] /= total
    return mean
  }

  /** River's `learn_predict_one`: learns, and tells a running mean of what was predicted before. */
  learnPredictOne(x: Features, y: number, options?: LearnOptions): number {
    const weight = checkWeight(this.who, options?.w ?? 1)
    this.checkTarget(y)
    const row = this.rowToLearn(x)
    return weight > 0 ? this.learnAndAverage(row, y, weight) : this.average(row)
  }

  private average(row: Row): number {
    const { list, shares } = this
    let mean = 0
    for (let place = 0; place < list.length; place++) {
      mean += (shares[place] * (list[place].predictRow(row) - mean)) / list.length
    }
    return mean
  }

  predictRow(row: Row): number {
    const { list, shares } = this
    let sum = 0
    for (let place = 0; place < list.length; place++) {
      sum += list[place].predictRow(row) * shares[place]
    }
    return sum
  }

  /** By place the weight of a model; they sum to 1 once an event was learned. */
  get weights(): number[] {
    return [...this.shares]
  }

  /** The models that learn, in the order of those given. */
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

  get summary(): EnsembleSummary & { readonly weights: readonly number[] } {
    return { ...summarise(this.list), weights: this.weights }
  }

  checkState(): void {
    const { list, shares, options } = this
    checkModels(this.who, list, options.models, this.schema)
    if (shares.length === list.length && shares.every((share) => share >= 0)) return
    throw new SnapshotError('EWARegressor must have a weight for each of its models')
  }
}
