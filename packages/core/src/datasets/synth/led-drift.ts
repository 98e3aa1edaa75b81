import type { Rules } from '../../options/rules.js'
import type { Random } from '../../random/random.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SyntheticDataset } from '../synthetic.js'
import {
  ALL_FEATURES,
  LED_RULES,
  type LEDOptions,
  ledEvents,
  ledFacts,
  ownPlaces,
  SEGMENTS,
} from './led-digits.js'

export interface LEDDriftOptions extends LEDOptions {
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
    ...LED_RULES,
    nDriftFeatures: { kind: 'integer', default: 0, atLeast: 0, atMost: SEGMENTS },
  }

  get facts(): DatasetFacts {
    return ledFacts(this.options)
  }

  [Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    return ledEvents(this.options, (rng) => this.drawPlaces(rng))
  }

  /** The place of each feature. */
  private drawPlaces(rng: Random): number[] {
    const { irrelevantFeatures, nDriftFeatures } = this.options
    const places = ownPlaces()
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
