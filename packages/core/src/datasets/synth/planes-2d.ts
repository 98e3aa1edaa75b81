import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'

export interface Planes2DOptions {
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
}

/**
 * Ten features: the first is -1 or 1, the others are -1, 0 or 1. The target lies on one of two
 * planes, chosen by the first feature, with noise (Breiman et al., 1984). It never ends.
 *
 * Draws per event: the ten features, then the noise.
 *
 * @example
 * const [[x, y]] = new datasets.synth.Planes2D({ seed: 42 }).take(1)
 * x[1] // => -1
 */
export class Planes2D extends SyntheticDataset<Planes2DOptions, Record<string, number>, number> {
  static override readonly id = 'datasets.synth.Planes2D'
  static override readonly rules: Rules<Planes2DOptions> = { seed: SEED }

  get facts(): DatasetFacts {
    return { task: 'Regression', nFeatures: 10 }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const rng = new Random(this.options.seed ?? undefined)
    for (;;) {
      const x: Record<number, number> = { 1: rng.randint(0, 1) === 0 ? -1 : 1 }
      for (let i = 2; i <= 10; i++) x[i] = rng.randint(-1, 1)
      const plane = x[1] === 1 ? 3 + 3 * x[2] + 2 * x[3] + x[4] : -3 + 3 * x[5] + 2 * x[6] + x[7]
      yield [x, plane + rng.gauss(0, 1)]
    }
  }
}
