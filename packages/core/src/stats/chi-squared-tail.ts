import { exp } from '../math/exp.js'
import { log } from '../math/log.js'

const TINY = 1e-300
const PRECISE = 1e-16
const MOST_STEPS = 100_000

/** How likely a chi-squared variable with `df` degrees of freedom is to exceed `x`. */
export function chiSquaredTail(x: number, df: number): number {
  if (x <= 0) return 1
  const a = df / 2
  const z = x / 2
  const front = exp(a * log(z) - z - logGamma(a))
  return z < a + 1 ? Math.max(0, 1 - front * lowerSeries(a, z)) : front * upperFraction(a, z)
}

/** The series of the lower incomplete gamma function, without its front. */
function lowerSeries(a: number, z: number): number {
  let term = 1 / a
  let total = term
  for (let k = 1; k < MOST_STEPS && term > PRECISE * total; k++) {
    term *= z / (a + k)
    total += term
  }
  return total
}

/** The continued fraction of the upper one, by Lentz's method. */
function upperFraction(a: number, z: number): number {
  let b = z + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let value = d
  for (let k = 1; k < MOST_STEPS; k++) {
    const numerator = -k * (k - a)
    b += 2
    d = 1 / awayFromZero(numerator * d + b)
    c = awayFromZero(b + numerator / c)
    const change = c * d
    value *= change
    if (Math.abs(change - 1) <= 2 * PRECISE) break
  }
  return value
}

function awayFromZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x
}

const HALF_LOG_TWO_PI = 0.9189385332046728

/** Stirling's series, where it is precise; smaller numbers are raised to there. */
function logGamma(a: number): number {
  let shift = 1
  let at = a
  while (at < 12) shift *= at++
  const r = 1 / (at * at)
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / at
  return (at - 0.5) * log(at) - at + HALF_LOG_TWO_PI + series - log(shift)
}
