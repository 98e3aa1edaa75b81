import type { Rules } from '@coelho/core'
import { type EventStream, streamOf } from '../event-stream.js'
import { type Seeded, STREAM_RULES, type StreamOptions } from '../options.js'
import { ShopScene } from './shop-scene.js'

export interface ShopOptions extends StreamOptions {
  /** How many visit the shop. */
  readonly visitors: number
}

const RULES: Rules<ShopOptions> = {
  ...STREAM_RULES,
  visitors: { kind: 'integer', default: 3000, atLeast: 4, atMost: 10_000_000 },
}

/**
 * What visitors of a shop do: page views, searches, carts, purchases, in sessions side by side.
 * Visitors are of four kinds, `window shoppers`, `bargain hunters`, `researchers`, `regulars`, and
 * come again. Drifts change who comes and how they buy: `as usual`, `sale`, `new catalogue`.
 * Nothing is to be labelled; `session_converted` is known only afterwards, and what begins with
 * `debug_` is known to the generator alone.
 *
 * @example
 * const [{ key, value }] = shop({ seed: 'docs' }).take(1)
 * const event = JSON.parse(value)
 * event.customer_id === key // => true
 * event.session_event_sequence // => 1
 */
export function shop(given: Seeded<ShopOptions>): EventStream {
  return streamOf('shop', given, RULES, ShopScene)
}
