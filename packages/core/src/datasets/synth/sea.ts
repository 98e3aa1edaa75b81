import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'

export interface SEAOptions {
  /** Which of the four concepts labels the events. */
  readonly variant: number
  /** The share of labels that are turned. */
  readonly noise: number
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
}

/** What the first two features must exceed together, by variant. */
const THRESHOLDS: readonly number[] = [8, 9, 7, 9.5]

/**
 * Three features between 0 and 10; the label is true if the first two exceed a threshold. It
 * never ends. Going from one variant to another makes an abrupt drift.
 *
 * Draws per event: three features, then one number for the noise if there is any.
 *
 * @example
 * const [[x, y]] = new datasets.synth.SEA({ seed: 42 }).take(1)
 * y // => false
 */
export class SEA extends SyntheticDataset<SEAOptions, Record<string, number>, boolean> {
  static override readonly id = 'datasets.synth.SEA'
  static override readonly rules: Rules<SEAOptions> = {
    variant: { kind: 'integer', default: 0, choices: [0, 1, 2, 3] },
    noise: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
    seed: SEED,
  }

  get facts(): DatasetFacts {
    return { task: 'Binary classification', nFeatures: 3, nClasses: 2 }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, boolean>> {
    const { variant, noise, seed } = this.options
    const rng = new Random(seed ?? undefined)
    for (;;) {
      const x = { 0: rng.uniform(0, 10), 1: rng.uniform(0, 10), 2: rng.uniform(0, 10) }
      let y = x[0] + x[1] > THRESHOLDS[variant]
      if (noise > 0 && rng.random() < noise) y = !y
      yield [x, y]
    }
  }
}
