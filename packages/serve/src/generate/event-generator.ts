import type { Drift, GeneratedRecord } from '@coelho/runtime/generator'

/** What a generator is asked for; what is not given is its own to choose. */
export interface GeneratorOptions {
  /** The same seed and options give the same events. */
  readonly seed: string
  /** It ends after so many events, and the labels that are still to come. */
  readonly count?: number
  /** The shares of values that are missing, and of events that cannot be used. */
  readonly missing?: number
  readonly malformed?: number
  /** Labels come as events of their own, so many milliseconds later. */
  readonly labelDelay?: number
  /** When the world changes, by the number of the event. */
  readonly drift?: readonly Drift[]
  /** Whatever else a generator can be told, by `--set name=value`. */
  readonly [name: string]: unknown
}

/**
 * Makes up events of a project: any function of options that gives records in the order of their
 * time, such as a generator function, or `cards`, `trips` and `shop` of the runtime.
 */
// biome-ignore lint/suspicious/noExplicitAny: each generator knows its own options
export type EventGenerator = (options: any) => Iterable<GeneratedRecord>
