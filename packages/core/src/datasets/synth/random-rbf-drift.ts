import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { Centroids } from './centroids.js'

export interface RandomRBFDriftOptions {
  /** The seed of the centroids and of where they go; null: they differ each time. */
  readonly seedModel: PlainSeed
  /** The seed of the events; null: they differ each time. */
  readonly seedSample: PlainSeed
  readonly nClasses: number
  readonly nFeatures: number
  readonly nCentroids: number
  /** How far a centroid moves with each event. */
  readonly changeSpeed: number
  /** How many centroids move, from the first; all of them if there are fewer. */
  readonly nDriftCentroids: number
}

/**
 * `RandomRBF` with centroids that move in straight lines, and turn round at 0 and 1. It never ends.
 *
 * Draws: as `RandomRBF`; the directions come from a generator of their own, with `seedModel`.
 *
 * @example
 * const options = { seedModel: 42, seedSample: 42, changeSpeed: 0.87, nDriftCentroids: 10 }
 * const [[x, y]] = new datasets.synth.RandomRBFDrift(options).take(1)
 * Object.keys(x).length // => 10
 */
export class RandomRBFDrift extends SyntheticDataset<
  RandomRBFDriftOptions,
  Record<string, number>,
  number
> {
  static override readonly id = 'datasets.synth.RandomRBFDrift'
  static override readonly rules: Rules<RandomRBFDriftOptions> = {
    seedModel: SEED,
    seedSample: SEED,
    nClasses: { kind: 'integer', default: 2, atLeast: 1 },
    nFeatures: { kind: 'integer', default: 10, atLeast: 1 },
    nCentroids: { kind: 'integer', default: 50, atLeast: 1 },
    changeSpeed: { kind: 'number', default: 0, atLeast: 0 },
    nDriftCentroids: { kind: 'integer', default: 50, atLeast: 0 },
  }

  get facts(): DatasetFacts {
    const { nClasses, nFeatures } = this.options
    return { task: 'Multi-class classification', nFeatures, nClasses }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const { seedModel, seedSample, nClasses, nFeatures, nCentroids, changeSpeed } = this.options
    const centroids = new Centroids(nCentroids, nFeatures, nClasses, seedModel)
    const moving = Math.min(this.options.nDriftCentroids, nCentroids)
    const directions = drawDirections(moving, nFeatures, new Random(seedModel ?? undefined))
    const rng = new Random(seedSample ?? undefined)
    for (;;) {
      move(centroids.centres, directions, changeSpeed)
      yield centroids.sample(rng)
    }
  }
}

/** A row per centroid, of length 1. */
function drawDirections(count: number, width: number, rng: Random): Float64Array {
  const directions = new Float64Array(count * width)
  for (let base = 0; base < directions.length; base += width) {
    let square = 0
    for (let i = base; i < base + width; i++) {
      directions[i] = rng.random()
      square += directions[i] * directions[i]
    }
    const length = Math.sqrt(square)
    for (let i = base; i < base + width; i++) directions[i] /= length
  }
  return directions
}

function move(centres: Float64Array, directions: Float64Array, speed: number): void {
  for (let i = 0; i < directions.length; i++) {
    const place = centres[i] + directions[i] * speed
    if (place < 0 || place > 1) directions[i] = -directions[i]
    centres[i] = Math.min(Math.max(place, 0), 1)
  }
}
