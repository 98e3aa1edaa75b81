import type { Rules } from '@coelho/core'
import type { Initializer } from '../optim/initializers/initializer.js'
import { Normal } from '../optim/initializers/normal.js'
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

export interface FunkMFOptions extends RankerOptions {
  /** How many latent numbers a user and an item have. */
  readonly nFactors: number
  /** How they follow the gradient; null: `SGD({ lr: 0.1 })`. Users and items have a copy each. */
  readonly optimizer: Optimizer | null
  /** How strongly the square of a latent number is held down. */
  readonly l2: number
  /** Where latent numbers start; null: normally distributed around 0 with deviation 0.1. */
  readonly initializer: Initializer | null
  /** Of the latent numbers unless `initializer` is given; null: one is drawn. */
  readonly seed: number | null
}

/**
 * Matrix factorisation: a rating is the inner product of a vector of the user and one of the item.
 *
 * Draws: the vector of a user, then that of an item, when they are first learned.
 *
 * @example
 * const model = new reco.FunkMF({ nFactors: 4, seed: 42 })
 * for (let i = 0; i < 900; i++) model.learnOne(`u${i % 2}`, `f${i % 3}`, (i % 2) * (i % 3))
 * model.predictOne('u1', 'f2').toFixed(1) // => '2.0'
 */
export class FunkMF extends Ranker<FunkMFOptions> {
  static override readonly id = 'reco.FunkMF'
  static override readonly rules: Rules<FunkMFOptions> = {
    ...rankerRules,
    nFactors: FACTORS,
    optimizer: PART,
    l2: PENALTY,
    initializer: PART,
    seed: SEED,
  }
  static override readonly state: readonly string[] = ['ids', 'latents']
  static readonly parts: readonly unknown[] = [Ids, Vectors]

  private readonly ids: Ids = new Ids()
  private readonly latents: Vectors = new Vectors(
    this.options.nFactors,
    initializerOr(
      this.who,
      'initializer',
      this.options.initializer,
      () => new Normal({ sigma: 0.1, seed: this.options.seed }),
    ),
    ownOptimizers(this.who, 'optimizer', this.options.optimizer, 0.1),
  )
  private readonly loss: PairLoss = ownLoss(this.who, this.options.loss)

  protected learnPair(user: Id, item: Id, y: number): void {
    const { ids, latents, options } = this
    ids.find(user, item)
    ids.checkRoom(this.who)
    latents.checkRoom(ids)
    ids.keep(user, item)
    latents.admit(ids)
    latents.gather(ids)
    const slope = clippedSlope(this.loss, y, latents.dot(), options.clipGradient)
    latents.stepAlongEachOther(ids, slope, options.l2)
  }

  protected predictPair(user: Id, item: Id): number {
    this.ids.find(user, item)
    this.latents.gather(this.ids)
    return this.latents.dot()
  }

  /** What the generator of the latent numbers was seeded with; undefined if it has no seed. */
  get seed(): number | undefined {
    return this.latents.seed
  }

  checkState(): void {
    this.latents.check(this.ids)
  }
}
