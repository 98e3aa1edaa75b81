import { type Rules, stats } from '@coelho/core'
import type { Initializer } from '../optim/initializers/initializer.js'
import { Zeros } from '../optim/initializers/zeros.js'
import type { Optimizer } from '../optim/optimizer.js'
import { Ids } from './ids.js'
import {
  clippedSlope,
  initializerOr,
  ownLoss,
  ownOptimizers,
  PART,
  type PairLoss,
  PENALTY,
  type RankerOptions,
  rankerRules,
} from './options.js'
import { type Id, Ranker } from './ranker.js'
import { Vectors } from './vectors.js'

export interface BaselineOptions extends RankerOptions {
  /** How biases follow the gradient; null: `SGD()`. Users and items have a copy each. */
  readonly optimizer: Optimizer | null
  /** How strongly the square of a bias is held down. */
  readonly l2: number
  /** Where biases start; null: at 0. */
  readonly initializer: Initializer | null
}

/**
 * Predicts the mean of all ratings, and how much a user and an item lie above or below it: what a
 * recommender has to beat.
 *
 * @example
 * const model = new reco.Baseline({ optimizer: new optim.SGD({ lr: 0.1 }) })
 * for (let i = 0; i < 300; i++) model.learnOne(`u${i % 2}`, `f${i % 3}`, (i % 2) + (i % 3))
 * model.predictOne('u1', 'f2').toFixed(1) // => '3.0'
 * model.rank('u0', ['f0', 'f1', 'f2']) // => ['f2', 'f1', 'f0']
 */
export class Baseline extends Ranker<BaselineOptions> {
  static override readonly id = 'reco.Baseline'
  static override readonly rules: Rules<BaselineOptions> = {
    ...rankerRules,
    optimizer: PART,
    l2: PENALTY,
    initializer: PART,
  }
  static override readonly state: readonly string[] = ['mean', 'ids', 'biases']
  static readonly parts: readonly unknown[] = [stats.Mean, Ids, Vectors]

  private readonly mean: stats.Mean = new stats.Mean()
  private readonly ids: Ids = new Ids()
  private readonly biases: Vectors = new Vectors(
    1,
    initializerOr(this.who, 'initializer', this.options.initializer, () => new Zeros()),
    ownOptimizers(this.who, 'optimizer', this.options.optimizer),
  )
  private readonly loss: PairLoss = ownLoss(this.who, this.options.loss)

  protected learnPair(user: Id, item: Id, y: number): void {
    const { ids, biases, options } = this
    ids.find(user, item)
    ids.checkRoom(this.who)
    biases.checkRoom(ids)
    ids.keep(user, item)
    this.mean.update(y)
    biases.admit(ids)
    const predicted = this.sum()
    const slope = clippedSlope(this.loss, y, predicted, options.clipGradient)
    biases.stepEach(ids, slope, options.l2)
  }

  protected predictPair(user: Id, item: Id): number {
    this.ids.find(user, item)
    return this.sum()
  }

  private sum(): number {
    const { biases } = this
    biases.gather(this.ids)
    return this.mean.get() + biases.user[0] + biases.item[0]
  }

  /** The mean of all ratings. */
  get globalMean(): number {
    return this.mean.get()
  }

  checkState(): void {
    this.biases.check(this.ids)
  }
}
