import { InvalidOptionError } from '@coelho/core'

/**
 * How many of the features a part of an ensemble looks at: the square root of their number or
 * its logarithm to base 2 (rounded), a fraction between 0 and 1 (rounded down), a count (of 1
 * and more), all but so many (below 0), or all (null).
 */
export type FeatureBudget = 'sqrt' | 'log2' | number | null

/** Throws unless an option is a `FeatureBudget`. */
export function checkFeatureBudget(who: string, option: string, value: unknown): void {
  if (value === null || value === 'sqrt' || value === 'log2') return
  const isCount = Number.isSafeInteger(value) && value !== 0
  if (isCount || (typeof value === 'number' && value > 0 && value < 1)) return
  const expected = 'must be "sqrt", "log2", a fraction between 0 and 1, a whole number or null'
  throw new InvalidOptionError(who, option, expected, value)
}

/** What a budget comes to where there are so many features; at least 1 if there are any. */
export function countOf(budget: FeatureBudget, features: number): number {
  return Math.min(features, Math.max(1, wish(budget, features)))
}

function wish(budget: FeatureBudget, features: number): number {
  if (budget === null) return features
  if (budget === 'sqrt') return Math.round(Math.sqrt(features))
  if (budget === 'log2') return Math.round(Math.log2(features))
  if (!Number.isInteger(budget)) return Math.floor(budget * features)
  return budget < 0 ? features + budget : budget
}
