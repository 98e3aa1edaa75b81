import type { Rules } from '@coelho/core'
import { type EventStream, streamOf } from '../event-stream.js'
import {
  LABEL_RULES,
  type LabelOptions,
  type Seeded,
  STREAM_RULES,
  type StreamOptions,
} from '../options.js'
import { TripsScene } from './trips-scene.js'

export interface TripsOptions extends StreamOptions, LabelOptions {
  /** How many vehicles there are, each with its driver. */
  readonly vehicles: number
}

const RULES: Rules<TripsOptions> = {
  ...STREAM_RULES,
  ...LABEL_RULES,
  vehicles: { kind: 'integer', default: 800, atLeast: 1, atMost: 10_000_000 },
}

/**
 * Trips through a town, and how long they took. Each vehicle starts where it arrived last; rush
 * hours, weather, the river and the driver make it faster or slower. Drifts change how the town
 * moves: `as usual`, `bridge closed`, `school holidays`. `actual_travel_time_seconds` and
 * `arrived_at` are known only on arrival, from which a `labelDelay` counts; what begins with
 * `debug_` is known to the generator alone.
 *
 * @example
 * const stream = trips({ seed: 'docs', count: 10, labelDelay: 0 })
 * const records = [...stream]
 * const event = JSON.parse(records.find(({ topic }) => topic === 'events')!.value)
 * const label = JSON.parse(records.find(({ topic }) => topic === 'labels')!.value)
 * event.actual_travel_time_seconds // => undefined
 * label.label > 60 // => true
 */
export function trips(given: Seeded<TripsOptions>): EventStream {
  return streamOf('trips', given, RULES, TripsScene)
}
