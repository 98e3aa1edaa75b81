import { InvalidOptionError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'

export interface HyperplaneOptions {
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
  readonly nFeatures: number
  /** How many features, from the first, have a weight that changes. */
  readonly nDriftFeatures: number
  /** By how much such a weight changes with each event. */
  readonly magChange: number
  /** The share of labels that are turned, plus 0.01. */
  readonly noisePercentage: number
  /** How often such a weight changes direction, plus 0.01. */
  readonly sigma: number
}

/**
 * Features between 0 and 1, and a plane that halves their space: the label says on which side an
 * event lies. With `magChange` the plane turns slowly (Hulten, Spencer and Domingos, 2001). It
 * never ends.
 *
 * Draws: the weights of the plane; then per event the features, a number for the noise, and one
 * for each changing weight.
 *
 * @example
 * const [[x, y]] = new datasets.synth.Hyperplane({ seed: 42, nFeatures: 2 }).take(1)
 * y // => 0
 */
export class Hyperplane extends SyntheticDataset<
  HyperplaneOptions,
  Record<string, number>,
  number
> {
  static override readonly id = 'datasets.synth.Hyperplane'
  static override readonly rules: Rules<HyperplaneOptions> = {
    seed: SEED,
    nFeatures: { kind: 'integer', default: 10, atLeast: 1 },
    nDriftFeatures: { kind: 'integer', default: 2, atLeast: 0 },
    magChange: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
    noisePercentage: { kind: 'number', default: 0.05, atLeast: 0, atMost: 1 },
    sigma: { kind: 'number', default: 0.1, atLeast: 0, atMost: 1 },
  }

  constructor(given: Readonly<Partial<HyperplaneOptions>> = {}) {
    super(given)
    const { nFeatures, nDriftFeatures } = this.options
    if (nDriftFeatures > nFeatures) {
      const expected = `must be at most nFeatures (${nFeatures})`
      throw new InvalidOptionError('Hyperplane', 'nDriftFeatures', expected, nDriftFeatures)
    }
  }

  get facts(): DatasetFacts {
    return { task: 'Binary classification', nFeatures: this.options.nFeatures, nClasses: 2 }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const { seed, nFeatures, nDriftFeatures, magChange, noisePercentage, sigma } = this.options
    const rng = new Random(seed ?? undefined)
    const weights = new Float64Array(nFeatures)
    for (let i = 0; i < nFeatures; i++) weights[i] = rng.random()
    const directions = new Int8Array(nDriftFeatures).fill(1)
    for (;;) {
      const x: Record<number, number> = {}
      let height = 0
      let total = 0
      for (let i = 0; i < nFeatures; i++) {
        x[i] = rng.random()
        height += weights[i] * x[i]
        total += weights[i]
      }
      let y = height >= total * 0.5 ? 1 : 0
      if (0.01 + rng.random() <= noisePercentage) y = 1 - y
      for (let i = 0; i < nDriftFeatures; i++) {
        weights[i] += directions[i] * magChange
        if (0.01 + rng.random() <= sigma) directions[i] *= -1
      }
      yield [x, y]
    }
  }
}
