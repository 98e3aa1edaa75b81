import { exp } from './exp.js'

const CELLS_PER_UNIT = 8
const FARTHEST = 8.5 // beyond it the distribution is 1 to the last bit
const TERMS = 10

/** ln sqrt(2 pi): what the logarithm of a normal density subtracts. */
export const HALF_LOG_TAU: number = 0.9189385332046728
/** 1 / sqrt(2 pi): the normal density at its mean. */
export const INVERSE_SQRT_TAU: number = 0.3989422804014327

const CELLS: Float64Array = /* @__PURE__ */ cells()

/**
 * The standard normal distribution function, with an error below 1e-15 (that is absolute: of the
 * far left tail nothing is left).
 *
 * Around the middle a of each cell it is a Taylor polynomial, whose coefficients follow from
 * the density by the recurrence of the Hermite polynomials; no exponential is left to do.
 *
 * @example
 * math.normalCdf(0) // => 0.5
 */
export function normalCdf(z: number): number {
  const size = z < 0 ? -z : z
  if (!(size < FARTHEST)) return z > 0 ? 1 : z < 0 ? 0 : NaN
  const cell = Math.floor(size * CELLS_PER_UNIT)
  const h = size - (cell + 0.5) / CELLS_PER_UNIT
  const base = cell * TERMS
  let sum = CELLS[base + TERMS - 1]
  for (let n = TERMS - 2; n >= 0; n--) sum = sum * h + CELLS[base + n]
  return z < 0 ? 0.5 - sum : 0.5 + sum
}

/**
 * The error function, with an error below 2e-15 (absolute too).
 *
 * @example
 * math.erf(0.5) // => 0.5204998778130465
 */
export function erf(x: number): number {
  return 2 * normalCdf(x * Math.SQRT2) - 1
}

/** A row of TERMS coefficients per cell, for the distribution function less 1/2. */
function cells(): Float64Array {
  const count = FARTHEST * CELLS_PER_UNIT
  const table = new Float64Array(count * TERMS)
  for (let cell = 0; cell < count; cell++) {
    const a = (cell + 0.5) / CELLS_PER_UNIT
    const density = INVERSE_SQRT_TAU * exp(-0.5 * a * a)
    table[cell * TERMS] = density * growthSeries(a)
    // The n-th derivative of the density is (-1)^n He_n(a) times the density.
    let before = 0
    let hermite = 1
    let factor = density
    for (let n = 1; n < TERMS; n++) {
      factor /= n
      table[cell * TERMS + n] = hermite * factor
      const next = -a * hermite - (n - 1) * before
      before = hermite
      hermite = next
    }
  }
  return table
}

/** (cdf(a) - 1/2) / density(a) = a + a^3/3 + a^5/(3*5) + …: all terms are positive. */
function growthSeries(a: number): number {
  let term = a
  let sum = 0
  for (let n = 1; term > sum * 1e-18; n++) {
    sum += term
    term *= (a * a) / (2 * n + 1)
  }
  return sum
}
