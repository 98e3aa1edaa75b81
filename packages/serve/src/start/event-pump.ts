import type { EventGenerator } from '../generate/event-generator.js'
import { pace } from '../generate/pace.js'
import { sinkOf } from '../generate/sinks.js'
import type { LogPlace } from './log-place.js'

export interface PumpOptions {
  readonly generator: EventGenerator
  readonly place: LogPlace
  readonly rate: number
  /** So many come at once where the log is new, so that there is something to see. */
  readonly ahead: number
  /** The world changes after so many events, again and again. */
  readonly driftEvery: number
  readonly signal: AbortSignal
}

/** So many changes of the world are laid out: years of them. */
const DRIFTS = 200

/** Makes up events into a project's log, a first lot at once and then at a rate. */
export async function pump(options: PumpOptions): Promise<void> {
  const { generator, place, rate, ahead, driftEvery, signal } = options
  const before = await place.length()
  const drift = Array.from({ length: DRIFTS }, (_, i) => {
    return { at: (i + 1) * driftEvery, kind: 'abrupt' as const }
  })
  // Ids are made of the seed: one that was used before would give the same events again.
  const records = generator({ seed: `start-${before}`, drift, malformed: 0.001, missing: 0.01 })
  const [first, rest] = shared(records)
  const sink = sinkOf(place.log)
  if (before === 0) await pace(first, sink, { count: ahead, signal })
  await pace(rest, sink, { rate, signal })
}

/** Two readers of one stream, one after the other: the first to end does not end it. */
function shared<Value>(values: Iterable<Value>): [Iterable<Value>, Iterable<Value>] {
  const iterator = values[Symbol.iterator]()
  const reader = { [Symbol.iterator]: () => ({ next: () => iterator.next() }) }
  return [reader, reader]
}
