import { exp } from '../math/exp.js'
import { log } from '../math/log.js'
import { logGamma } from './log-gamma.js'

const TINY = 1e-300
const ENOUGH = 1e-16
const MOST_TERMS = 100_000 // it takes about sqrt(max(a, b)) of them

/** ln B(a, b). */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

/** a ln x, and 0 for a = 0 whatever x is. */
export function timesLog(a: number, x: number): number {
  return a === 0 ? 0 : a * log(x)
}

/** The beta distribution function at x. */
export function betaCdf(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = exp(a * log(x) + b * log(1 - x) - logBeta(a, b))
  const near = x < (a + 1) / (a + b + 2) // where the fraction converges fast
  return near ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, 1 - x)) / b
}

/** The continued fraction of the incomplete beta function, by Lentz's method. */
function fraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    const step = d * c
    value *= step
    if (Math.abs(step - 1) < ENOUGH) break
  }
  return value
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}
