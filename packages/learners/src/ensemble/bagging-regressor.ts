import {
  type EstimatorLike,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  random,
  requireKind,
  seeded,
  underSchemaOf,
} from '@coelho/core'
import { COPIES, type CopiesOptions } from './copies.js'
import { drawCount, limitOf } from './draw.js'
import { checkModels, type EnsembleSummary, keepOwnNames, summarise, times } from './models.js'

export interface BaggingRegressorOptions extends CopiesOptions {
  /** What is copied: a regressor, or a pipeline that ends with one. */
  readonly model: RegressorLike
}

/**
 * Online bagging: each of several copies of a regressor learns an event as often as a draw from a
 * Poisson distribution says, once on average, so that they differ. It predicts their mean.
 *
 * The copies begin anew: what the given regressor has learned is not used. Draws, for each event:
 * for each copy one number for each time it learns, and one more.
 *
 * @example
 * const regressor = new tree.HoeffdingTreeRegressor()
 * const model = new BaggingRegressor({ model: regressor, nModels: 3, seed: 42 })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 2 }, i % 2 ? 4 : 2)
 * Math.round(model.predictOne({ x: 1 })) // => 4
 */
export class BaggingRegressor extends Regressor<BaggingRegressorOptions> {
  static override readonly id = 'ensemble.BaggingRegressor'
  static override readonly rules: Rules<BaggingRegressorOptions> = COPIES
  static override readonly state: readonly string[] = ['list', 'rng']
  static readonly parts: readonly unknown[] = [random.Random]

  private readonly list: RegressorLike[]
  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  private readonly limit: number = limitOf(1)

  constructor(given: Given<BaggingRegressorOptions>) {
    super(underSchemaOf(new.target, given, given?.model))
    const { model, nModels } = this.options
    requireKind(this.who, 'model', model, 'regressor')
    this.list = times(nModels, model).map((one) => one.clone(this.schema))
  }

  override get held(): readonly EstimatorLike[] {
    return this.list
  }

  override commit(): void {
    keepOwnNames(this.schema, this.held)
  }

  learnRow(row: Row, y: number, weight: number): void {
    const { list, rng, limit } = this
    for (let place = 0; place < list.length; place++) {
      const model = list[place]
      const times = drawCount(limit, rng)
      for (let k = 0; k < times; k++) model.learnRow(row, y, weight)
      if (times > 0) model.commit()
    }
  }

  predictRow(row: Row): number {
    const { list } = this
    let total = 0
    for (let place = 0; place < list.length; place++) total += list[place].predictRow(row)
    return total / list.length
  }

  /** The copies. */
  get models(): readonly RegressorLike[] {
    return [...this.list]
  }

  /** How many there are. */
  get length(): number {
    return this.list.length
  }

  /** The copy at a place, from the last one if it is below 0. */
  at(place: number): RegressorLike | undefined {
    return this.list.at(place)
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  get summary(): EnsembleSummary {
    return summarise(this.list)
  }

  checkState(): void {
    const { model, nModels } = this.options
    checkModels(this.who, this.list, times(nModels, model), this.schema)
  }
}
