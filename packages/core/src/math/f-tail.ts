import { betaCdf } from '../proba/incomplete-beta.js'

/**
 * How likely a variable with Fisher's F distribution is to exceed `x`, given the degrees of
 * freedom of its numerator and of its denominator.
 *
 * @example
 * math.fTail(161.4, 1, 1).toFixed(3) // => '0.050'
 */
export function fTail(x: number, numerator: number, denominator: number): number {
  if (!(x > 0)) return x !== x ? x : 1
  const scaled = numerator * x
  // For large x the share itself is small, and so keeps all its digits.
  return betaCdf(denominator / 2, numerator / 2, denominator / (denominator + scaled))
}
