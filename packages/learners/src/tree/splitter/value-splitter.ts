import { InvalidOptionError } from '@coelho/core'
import type { ValueTrial } from '../grow/value-trial.js'

/** What a leaf of a regression tree knows of one numeric feature. */
export interface ValueColumn {
  readonly bytes: number
}

/** How thresholds of numeric features are found in regression trees. */
export interface ValueSplitter<Column extends ValueColumn = ValueColumn> {
  readonly options: object
  /** The class of what it keeps for a feature. */
  readonly columnClass: new () => Column
  /** A new one, if there is more to it. */
  fresh?(): Column
  /** A column is no longer needed. */
  discard?(column: Column): void
  learn(column: Column, x: number, y: number, weight: number): void
  /** The same with a target for each output; NaN where an event has none. */
  learnMany(column: Column, x: number, ys: Float64Array, targets: number, weight: number): void
  /** Tries the splits of a feature; `binary`: in two only. */
  tryAll(column: Column, trial: ValueTrial, binary: boolean): void
  /** Forgets thresholds whose merit is below `least` times `merit`. */
  prune?(column: Column, trial: ValueTrial, merit: number, least: number): void
}

/** Throws unless it is a splitter for numbers. */
export function checkValueSplitter(who: string, splitter: unknown): void {
  const { columnClass, tryAll } = Object(splitter) as Partial<ValueSplitter>
  if (typeof columnClass === 'function' && typeof tryAll === 'function') return
  const expected = 'must be an EBSTSplitter, TEBSTSplitter or QOSplitter (or null)'
  throw new InvalidOptionError(who, 'splitter', expected, splitter)
}
