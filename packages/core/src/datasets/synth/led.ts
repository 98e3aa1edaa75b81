import type { Rules } from '../../options/rules.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SyntheticDataset } from '../synthetic.js'
import { LED_RULES, type LEDOptions, ledEvents, ledFacts, ownPlaces } from './led-digits.js'

export type { LEDOptions }

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
  static override readonly rules: Rules<LEDOptions> = LED_RULES

  get facts(): DatasetFacts {
    return ledFacts(this.options)
  }

  [Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    return ledEvents(this.options, ownPlaces)
  }
}
