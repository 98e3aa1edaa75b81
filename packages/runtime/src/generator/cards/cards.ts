import type { Rules } from '@coelho/core'
import { type EventStream, streamOf } from '../event-stream.js'
import {
  LABEL_RULES,
  type LabelOptions,
  type Seeded,
  STREAM_RULES,
  type StreamOptions,
} from '../options.js'
import { CardsScene } from './cards-scene.js'

export interface CardsOptions extends StreamOptions, LabelOptions {
  /** How many have a card. */
  readonly users: number
  /** The share of transactions that are frauds; they come in bursts. */
  readonly fraud: number
}

const RULES: Rules<CardsOptions> = {
  ...STREAM_RULES,
  ...LABEL_RULES,
  users: { kind: 'integer', default: 5000, atLeast: 1, atMost: 10_000_000 },
  fraud: { kind: 'number', default: 0.02, atLeast: 0, atMost: 0.5 },
}

/**
 * Card transactions, some of them frauds. Cardholders pay by habit: where they live, what they
 * usually spend, when they are awake, on their own device. A stolen card is used several times in
 * a short while. Drifts change how fraud is done: `stolen cards`, `card testing`, `account
 * takeover`. `is_fraud` and `disputed_at` are known only afterwards; what begins with `debug_` is
 * known to the generator alone.
 *
 * @example
 * const stream = cards({ seed: 'docs', drift: [{ at: 50, kind: 'abrupt' }] })
 * const [{ topic, value }] = stream.take(1)
 * topic // => 'events'
 * Object.keys(JSON.parse(value)).includes('is_fraud') // => true
 * stream.drifts[0].to // => 'card testing'
 */
export function cards(given: Seeded<CardsOptions>): EventStream {
  return streamOf('cards', given, RULES, CardsScene)
}
