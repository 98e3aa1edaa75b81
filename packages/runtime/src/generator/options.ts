import { InvalidOptionError, type Rules, resolveOptions } from '@coelho/core'
import type { Drift } from './drift.js'

export interface StreamOptions {
  /** Names the stream: the same name and options give the same bytes. */
  readonly seed: string
  /** It ends after so many events, and the labels that are still to come; null: never. */
  readonly count: number | null
  /** When it begins: the first Monday of 2026 unless told. */
  readonly start: Date | number
  /** Events a second of their own time, on average over day and week. */
  readonly rate: number
  /** The share of values that are missing, among those that may be. */
  readonly missing: number
  /** The share of events that cannot be used: broken, of wrong types, hostile, too large. */
  readonly malformed: number
  /** The size of events that are too large. */
  readonly oversizeBytes: number
  /** When the world changes, by the number of the event. */
  readonly drift: readonly Drift[] | null
}

export interface LabelOptions {
  /**
   * Labels come as events of their own on the topic `labels`, so many milliseconds after they can
   * be known, give or take half; null: each event has its label.
   */
  readonly labelDelay: number | null
}

/** Options as they are given: all but the seed may be left out. */
export type Seeded<Options extends StreamOptions> = Readonly<Partial<Options>> &
  Pick<Options, 'seed'>

const MONDAY = 1_767_571_200_000

export const STREAM_RULES: Rules<StreamOptions> = {
  seed: { kind: 'string' },
  count: { kind: 'integer', default: null, nullable: true, atLeast: 0 },
  start: { kind: 'any', default: MONDAY },
  rate: { kind: 'number', default: 0.1, above: 0, atMost: 1_000_000 },
  missing: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
  malformed: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
  oversizeBytes: { kind: 'integer', default: 65_536, atLeast: 1024, atMost: 100_000_000 },
  drift: { kind: 'object', default: null, nullable: true },
}

export const LABEL_RULES: Rules<LabelOptions> = {
  labelDelay: { kind: 'number', default: null, nullable: true, atLeast: 0 },
}

/** Options once they are complete. */
export type Checked<Options> = Readonly<Options> & { readonly start: number }

/** Checked and completed. */
export function streamOptions<Options extends StreamOptions>(
  who: string,
  given: Readonly<Partial<Options>>,
  rules: Rules<Options>,
): Checked<Options> {
  const options = resolveOptions(who, given, rules)
  const start = Number(options.start)
  if (!(start >= 0 && start <= 8e15)) {
    const expected = 'must be a Date or milliseconds since 1970'
    throw new InvalidOptionError(who, 'start', expected, options.start)
  }
  if (options.drift !== null && !Array.isArray(options.drift)) {
    throw new InvalidOptionError(who, 'drift', 'must be a list', options.drift)
  }
  return { ...options, start }
}
