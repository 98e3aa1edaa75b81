import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import { SEED, type Seed } from '../seed.js'
import { type DatasetEvent, type DatasetFacts, SyntheticDataset } from '../synthetic.js'
import { ALL_FEATURES, SEGMENTS, segment } from './led-digits.js'

export interface LEDOptions {
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: Seed
  /** The share of segments that are turned, plus 0.01. */
  readonly noisePercentage: number
  /** Whether there are 17 more features, which say nothing. */
  readonly irrelevantFeatures: boolean
}

/**
 * The seven segments of a display, each 0 or 1, and the digit it shows (Breiman et al., 1984). It
 * never ends.
 *
 * Draws per event: the digit, a number for each segment, a bit for each feature that says nothing.
 *
 * @example
 * const [[x, y]] = new datasets.synth.LED({ seed: 42 }).take(1)
 * Object.values(x).join('') // => '0010010'
 */
export class LED extends SyntheticDataset<LEDOptions, Record<string, number>, number> {
  static override readonly id = 'datasets.synth.LED'
  static override readonly rules: Rules<LEDOptions> = {
    seed: SEED,
    noisePercentage: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
    irrelevantFeatures: { kind: 'boolean', default: false },
  }

  get facts(): DatasetFacts {
    const nFeatures = this.options.irrelevantFeatures ? ALL_FEATURES : SEGMENTS
    return { task: 'Multi-class classification', nFeatures, nClasses: 10 }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const { seed, noisePercentage } = this.options
    const { nFeatures } = this
    const rng = new Random(seed ?? undefined)
    for (;;) {
      const x: Record<number, number> = {}
      const y = rng.randint(0, 9)
      for (let i = 0; i < SEGMENTS; i++) x[i] = segment(y, i, noisePercentage, rng)
      for (let i = SEGMENTS; i < nFeatures; i++) x[i] = rng.randint(0, 1)
      yield [x, y]
    }
  }
}
