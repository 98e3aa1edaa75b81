import { type Rules, random, SnapshotError, seeded, stats } from '@coelho/core'
import { type Id, Ranker } from './ranker.js'

export interface RandomNormalOptions {
  /** Of the generator; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Predicts at random, as the ratings so far are distributed if they are normally: what shows that
 * another recommender has learned anything.
 *
 * Draws: one number of `gauss` for each prediction, also for each item that is ranked.
 *
 * @example
 * const model = new reco.RandomNormal({ seed: 42 })
 * for (const y of [3, 4, 5]) model.learnOne('u', 'f', y)
 * model.predictOne('u', 'f').toFixed(2) // => '3.86'
 */
export class RandomNormal extends Ranker<RandomNormalOptions> {
  static override readonly id = 'reco.RandomNormal'
  static override readonly rules: Rules<RandomNormalOptions> = {
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['rng', 'variance']
  static readonly parts: readonly unknown[] = [random.Random, stats.Var]

  private readonly rng: random.Random = seeded('RandomNormal', this.options.seed)
  private readonly variance: stats.Var = new stats.Var()

  protected learnPair(_user: Id, _item: Id, y: number): void {
    this.variance.update(y)
  }

  protected predictPair(): number {
    const { variance } = this
    // River: no variance counts as 1.
    return this.rng.gauss(variance.mean.get(), Math.sqrt(variance.get() || 1))
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  checkState(): void {
    const { variance } = this
    if (Number.isFinite(variance.mean.get()) && variance.get() >= 0) return
    throw new SnapshotError('RandomNormal must know how ratings are distributed', variance.get())
  }
}
