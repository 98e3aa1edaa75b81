import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { friedman } from './friedman-target.js'

export interface FriedmanOptions {
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
}

/**
 * Ten features between 0 and 1, of which the first five make the target, with noise (Friedman,
 * 1991). It never ends.
 *
 * Draws per event: the ten features, then the noise.
 *
 * @example
 * const [[x, y]] = new datasets.synth.Friedman({ seed: 42 }).take(1)
 * x[0] // => 0.6394267984578837
 */
export class Friedman extends SyntheticDataset<FriedmanOptions, Record<string, number>, number> {
  static override readonly id = 'datasets.synth.Friedman'
  static override readonly rules: Rules<FriedmanOptions> = { seed: SEED }

  get facts(): DatasetFacts {
    return { task: 'Regression', nFeatures: 10 }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const rng = new Random(this.options.seed ?? undefined)
    for (;;) {
      const x: Record<number, number> = {}
      for (let i = 0; i < 10; i++) x[i] = rng.random()
      yield [x, friedman(x[0], x[1], x[2], x[3], x[4]) + rng.gauss(0, 1)]
    }
  }
}
