import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { Centroids } from './centroids.js'

export interface RandomRBFOptions {
  /** The seed of the centroids; null: they differ each time. */
  readonly seedModel: PlainSeed
  /** The seed of the events; null: they differ each time. */
  readonly seedSample: PlainSeed
  readonly nClasses: number
  readonly nFeatures: number
  readonly nCentroids: number
}

/**
 * Events around random centroids, each of which has a label, a spread, and a weight that says how
 * often it is chosen. It never ends.
 *
 * Draws: for each centroid its place, label, spread and weight, from `seedModel`; then per event,
 * from `seedSample`, the centroid, a direction feature by feature, and the distance.
 *
 * @example
 * const options = { seedModel: 42, seedSample: 42, nClasses: 4, nFeatures: 4, nCentroids: 20 }
 * const [[x, y]] = new datasets.synth.RandomRBF(options).take(1)
 * Object.keys(x) // => ['0', '1', '2', '3']
 */
export class RandomRBF extends SyntheticDataset<RandomRBFOptions, Record<string, number>, number> {
  static override readonly id = 'datasets.synth.RandomRBF'
  static override readonly rules: Rules<RandomRBFOptions> = {
    seedModel: SEED,
    seedSample: SEED,
    nClasses: { kind: 'integer', default: 2, atLeast: 1 },
    nFeatures: { kind: 'integer', default: 10, atLeast: 1 },
    nCentroids: { kind: 'integer', default: 50, atLeast: 1 },
  }

  get facts(): DatasetFacts {
    const { nClasses, nFeatures } = this.options
    return { task: 'Multi-class classification', nFeatures, nClasses }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const { seedModel, seedSample, nClasses, nFeatures, nCentroids } = this.options
    const centroids = new Centroids(nCentroids, nFeatures, nClasses, seedModel)
    const rng = new Random(seedSample ?? undefined)
    for (;;) yield centroids.sample(rng)
  }
}
