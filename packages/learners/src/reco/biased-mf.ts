import { type Rules, stats } from '@coelho/core'
import type { Initializer } from '../optim/initializers/initializer.js'
import { Normal } from '../optim/initializers/normal.js'
import { Zeros } from '../optim/initializers/zeros.js'
import type { Optimizer } from '../optim/optimizer.js'
import { Ids } from './ids.js'
import {
  clippedSlope,
  FACTORS,
  initializerOr,
  ownLoss,
  ownOptimizers,
  PART,
  type PairLoss,
  PENALTY,
  type RankerOptions,
  rankerRules,
  SEED,
} from './options.js'
import { type Id, Ranker } from './ranker.js'
import { Vectors } from './vectors.js'

export interface BiasedMFOptions extends RankerOptions {
  /** How many latent numbers a user and an item have. */
  readonly nFactors: number
  /** How biases follow the gradient; null: `SGD()`. Users and items have a copy each. */
  readonly biasOptimizer: Optimizer | null
  /** How latent numbers do. */
  readonly latentOptimizer: Optimizer | null
  /** How strongly the square of a bias is held down. */
  readonly l2Bias: number
  /** How strongly the square of a latent number is held down. */
  readonly l2Latent: number
  /** Where biases start; null: at 0. */
  readonly weightInitializer: Initializer | null
  /** Where latent numbers start; null: normally distributed around 0 with deviation 0.1. */
  readonly latentInitializer: Initializer | null
  /** Of the latent numbers unless `latentInitializer` is given; null: one is drawn. */
  readonly seed: number | null
}

/**
 * Matrix factorisation with biases: a rating is the mean of all, how much the user and the item
 * lie above or below it, and the inner product of a vector of each.
 *
 * Draws: the vector of a user, then that of an item, when they are first learned.
 *
 * @example
 * const model = new reco.BiasedMF({ nFactors: 4, seed: 42 })
 * for (let i = 0; i < 3000; i++) model.learnOne(`u${i % 2}`, `f${i % 3}`, (i % 2) + (i % 3))
 * model.predictOne('u1', 'f2').toFixed(1) // => '3.0'
 */
export class BiasedMF extends Ranker<BiasedMFOptions> {
  static override readonly id = 'reco.BiasedMF'
  static override readonly rules: Rules<BiasedMFOptions> = {
    ...rankerRules,
    nFactors: FACTORS,
    biasOptimizer: PART,
    latentOptimizer: PART,
    l2Bias: PENALTY,
    l2Latent: PENALTY,
    weightInitializer: PART,
    latentInitializer: PART,
    seed: SEED,
  }
  static override readonly state: readonly string[] = ['mean', 'ids', 'biases', 'latents']
  static readonly parts: readonly unknown[] = [stats.Mean, Ids, Vectors]

  private readonly mean: stats.Mean = new stats.Mean()
  private readonly ids: Ids = new Ids()
  private readonly biases: Vectors = this.vectorsOfBiases()
  private readonly latents: Vectors = this.vectorsOfLatents()
  private readonly loss: PairLoss = ownLoss(this.who, this.options.loss)

  private vectorsOfBiases(): Vectors {
    const { who, options } = this
    const { weightInitializer, biasOptimizer } = options
    return new Vectors(
      1,
      initializerOr(who, 'weightInitializer', weightInitializer, () => new Zeros()),
      ownOptimizers(who, 'biasOptimizer', biasOptimizer),
    )
  }

  private vectorsOfLatents(): Vectors {
    const { who, options } = this
    const { latentInitializer, latentOptimizer, seed } = options
    const normal = () => new Normal({ sigma: 0.1, seed })
    return new Vectors(
      options.nFactors,
      initializerOr(who, 'latentInitializer', latentInitializer, normal),
      ownOptimizers(who, 'latentOptimizer', latentOptimizer),
    )
  }

  protected learnPair(user: Id, item: Id, y: number): void {
    const { ids, biases, latents, options } = this
    ids.find(user, item)
    ids.checkRoom(this.who)
    biases.checkRoom(ids)
    latents.checkRoom(ids)
    ids.keep(user, item)
    this.mean.update(y)
    biases.admit(ids)
    latents.admit(ids)
    const slope = clippedSlope(this.loss, y, this.sum(), options.clipGradient)
    biases.stepEach(ids, slope, options.l2Bias)
    latents.stepAlongEachOther(ids, slope, options.l2Latent)
  }

  protected predictPair(user: Id, item: Id): number {
    this.ids.find(user, item)
    return this.sum()
  }

  private sum(): number {
    const { ids, biases, latents } = this
    biases.gather(ids)
    latents.gather(ids)
    return this.mean.get() + biases.user[0] + biases.item[0] + latents.dot()
  }

  /** The mean of all ratings. */
  get globalMean(): number {
    return this.mean.get()
  }

  /** What the generator of the latent numbers was seeded with; undefined if it has no seed. */
  get seed(): number | undefined {
    return this.latents.seed
  }

  checkState(): void {
    this.biases.check(this.ids)
    this.latents.check(this.ids)
  }
}
