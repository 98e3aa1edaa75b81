import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import { SEED, type Seed } from '../seed.js'
import { type DatasetEvent, type DatasetFacts, SyntheticDataset } from '../synthetic.js'
import { ALL_FEATURES, SEGMENTS, segment } from './led-digits.js'

export interface LEDDriftOptions {
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: Seed
  /** The share of segments that are turned, plus 0.01. */
  readonly noisePercentage: number
  /** Whether there are 17 more features, which say nothing. Without them nothing drifts. */
  readonly irrelevantFeatures: boolean
  /** How many segments change places with features that say nothing. */
  readonly nDriftFeatures: number
}

/**
 * `LED` with some segments in the place of features that say nothing: what a model learned from
 * `LED` is wrong here. Within the stream nothing changes; join both with `ConceptDriftStream`. It
 * never ends.
 *
 * Draws: if segments change places, the first segment and the first place; then as `LED`.
 *
 * @example
 * const options = { seed: 112, irrelevantFeatures: true, nDriftFeatures: 4 }
 * const [[x, y]] = new datasets.synth.LEDDrift(options).take(1)
 * Object.keys(x).length // => 24
 */
export class LEDDrift extends SyntheticDataset<LEDDriftOptions, Record<string, number>, number> {
  static override readonly id = 'datasets.synth.LEDDrift'
  static override readonly rules: Rules<LEDDriftOptions> = {
    seed: SEED,
    noisePercentage: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
    irrelevantFeatures: { kind: 'boolean', default: false },
    nDriftFeatures: { kind: 'integer', default: 0, atLeast: 0, atMost: SEGMENTS },
  }

  get facts(): DatasetFacts {
    const nFeatures = this.options.irrelevantFeatures ? ALL_FEATURES : SEGMENTS
    return { task: 'Multi-class classification', nFeatures, nClasses: 10 }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const { seed, noisePercentage } = this.options
    const { nFeatures } = this
    const rng = new Random(seed ?? undefined)
    const places = this.drawPlaces(rng)
    for (;;) {
      const x: Record<number, number> = {}
      for (let i = 0; i < nFeatures; i++) x[i] = -1 // names in order, whatever is filled first
      const y = rng.randint(0, 9)
      for (let i = 0; i < SEGMENTS; i++) x[places[i]] = segment(y, i, noisePercentage, rng)
      for (let i = SEGMENTS; i < nFeatures; i++) x[places[i]] = rng.randint(0, 1)
      yield [x, y]
    }
  }

  /** The place of each feature. */
  private drawPlaces(rng: Random): number[] {
    const { irrelevantFeatures, nDriftFeatures } = this.options
    const places = Array.from({ length: ALL_FEATURES }, (_, i) => i)
    if (!irrelevantFeatures || nDriftFeatures === 0) return places
    const spare = ALL_FEATURES - SEGMENTS
    const first = rng.randint(0, SEGMENTS - 1)
    const offset = rng.randint(0, spare - 1)
    for (let i = 0; i < nDriftFeatures; i++) {
      const from = (i + first) % SEGMENTS
      const to = SEGMENTS + ((i + offset) % spare)
      places[from] = to
      places[to] = from
    }
    return places
  }
}
