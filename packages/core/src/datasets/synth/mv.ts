import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'

export interface MvOptions {
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
}

/** Features 1 to 10, of which 3, 7 and 8 are words. */
/** Numbers, and one feature that is a word. */
export type MvFeatures = Record<string, number | string>

/**
 * Ten features that depend on each other, some of them words, and a target with a formula for
 * each of several regions (Torgo's MV). It never ends.
 *
 * Draws per event: features 1 and 2; the colour, and a choice for feature 4, unless feature 1 is
 * above 0; feature 5; the factor of feature 6; features 7, 9 and 10.
 *
 * @example
 * const [[x, y]] = new datasets.synth.Mv({ seed: 42 }).take(1)
 * x[3] // => 'green'
 */
export class Mv extends SyntheticDataset<MvOptions, MvFeatures, number> {
  static override readonly id = 'datasets.synth.Mv'
  static override readonly rules: Rules<MvOptions> = { seed: SEED }

  get facts(): DatasetFacts {
    return { task: 'Regression', nFeatures: 10 }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<MvFeatures, number>> {
    const rng = new Random(this.options.seed ?? undefined)
    for (;;) {
      const x1 = rng.uniform(-5, 5)
      const x2 = rng.uniform(-15, -10)
      const x3 = x1 > 0 ? 'green' : rng.random() < 0.4 ? 'red' : 'brown'
      const x4 = x3 === 'green' ? x1 + 2 * x2 : (rng.random() < 0.3 ? x1 : x2) / 2
      const x5 = rng.uniform(-1, 1)
      const x6 = x4 * rng.uniform(0, 5)
      const x7 = rng.random() < 0.3 ? 'yes' : 'no'
      const x8 = x5 < 0.5 ? 'normal' : 'large'
      const x9 = rng.uniform(100, 500)
      const x10 = rng.uniform(1000, 1200)
      let y = x1 / 2
      // A first region, where feature 2 is above 2, has no events: it is never above -10.
      if (x4 >= -2 && x4 <= 2) y = 10 - 2 * x1
      else if (x7 === 'yes') y = 3 - x1 / x4
      else if (x8 === 'normal') y = x6 + x1
      yield [{ 1: x1, 2: x2, 3: x3, 4: x4, 5: x5, 6: x6, 7: x7, 8: x8, 9: x9, 10: x10 }, y]
    }
  }
}
