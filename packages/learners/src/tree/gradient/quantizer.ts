import { InvalidOptionError } from '@coelho/core'
import type { GradientTrial } from './gradient-trial.js'

/** What a leaf of a gradient tree knows of one numeric feature. */
export interface QuantizedColumn {
  /** How many bins there are. */
  readonly count: number
}

/** How many numbers leaves hand on about a feature; NaN where nothing is known. */
export const MEMORY = 2

/** How the values of numeric features are put into bins in gradient trees. */
export interface Quantizer<Column extends QuantizedColumn = QuantizedColumn> {
  readonly options: object
  /** The class of what it keeps for a feature. */
  readonly columnClass: new () => Column
  /** Makes an empty column ready; the memory of the feature is two numbers at `at`. */
  open(column: Column, memory: Float64Array, at: number): void
  learn(column: Column, x: number, gradient: number, hessian: number, weight: number): void
  /** Writes to the memory what leaves to come should know. */
  remember(column: Column, memory: Float64Array, at: number): void
  tryAll(column: Column, trial: GradientTrial): void
  /** True if a restored column fits the options. */
  fits(column: Column): boolean
}

/** Throws unless it is a quantizer. */
export function checkQuantizer(who: string, quantizer: unknown): void {
  const { columnClass, remember } = Object(quantizer) as Partial<Quantizer>
  if (typeof columnClass === 'function' && typeof remember === 'function') return
  const expected = 'must be a StaticQuantizer or DynamicQuantizer (or null)'
  throw new InvalidOptionError(who, 'featureQuantizer', expected, quantizer)
}
