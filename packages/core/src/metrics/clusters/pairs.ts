import type { Counts } from '../counts/counts.js'

/**
 * Pairs of different events, by whether truth and prediction put both into one class; each pair
 * is counted in both orders. The sums of squares are kept up to date, so this costs nothing.
 */
export interface Pairs {
  readonly all: number
  /** In one class for both. */
  readonly together: number
  /** In one class for the truth only. */
  readonly torn: number
  /** In one class for the prediction only. */
  readonly mixed: number
  /** In two classes for both. */
  readonly apart: number
}

// River: subtracts the number of updates where here is their weight, so that only a weight of 1
// gives what it should. Here a weight of 2 is the same as two updates.
export function pairsOf(counts: Counts): Pairs {
  const { weight, cellSquares, trueSquares, predictedSquares } = counts
  const torn = trueSquares - cellSquares
  const mixed = predictedSquares - cellSquares
  return {
    all: weight * (weight - 1),
    together: cellSquares - weight,
    torn,
    mixed,
    apart: weight * weight - torn - mixed - cellSquares,
  }
}
