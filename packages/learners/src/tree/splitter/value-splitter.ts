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
  learn(column: Column, x: number, y: number, weight: number): void
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
