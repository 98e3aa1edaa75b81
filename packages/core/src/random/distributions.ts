import { InvalidInputError } from '../errors.js'
import { finite, positive } from './checks.js'
import type { RandomSource } from './random-source.js'

// Each function draws in CPython's order, so the same seed gives the same numbers. Arguments that
// would keep a rejection loop going for ever are refused before the first draw.

const TWO_PI = 2 * Math.PI
const NORMAL_WIDTH = 1.7155277699214135 // 4 exp(-1/2) / sqrt(2)
const LOG_4 = 1.3862943611198906
const CHENG_BOUND = 2.504077396776274 // 1 + log(4.5)

/** Between two bounds, most often near `mode`; halfway if there is none. */
export function triangular(
  rng: RandomSource,
  low: number,
  high: number,
  mode: number | undefined,
): number {
  finite('Random.triangular', 'low', low)
  finite('Random.triangular', 'high', high)
  if (mode !== undefined) finite('Random.triangular', 'mode', mode)
  const u = rng.random()
  if (mode !== undefined && high === low) return low
  const turn = mode === undefined ? 0.5 : (mode - low) / (high - low)
  if (u > turn) return high + (low - high) * Math.sqrt((1 - u) * (1 - turn))
  return low + (high - low) * Math.sqrt(u * turn)
}

/** Normal, by the ratio of two uniform numbers (Kinderman and Monahan, 1977). */
export function normal(rng: RandomSource, mu: number, sigma: number): number {
  finite('Random.normalvariate', 'mu', mu)
  finite('Random.normalvariate', 'sigma', sigma)
  for (;;) {
    const u = rng.random()
    const v = 1 - rng.random()
    const z = (NORMAL_WIDTH * (u - 0.5)) / v
    if ((z * z) / 4 <= -Math.log(v)) return mu + z * sigma
  }
}

/** Times between events that come `rate` times in a unit of time. */
export function exponential(rng: RandomSource, rate: number): number {
  finite('Random.expovariate', 'lambd', rate)
  if (rate === 0) throw new InvalidInputError('Random.expovariate', 'lambd must not be 0', rate)
  return -Math.log(1 - rng.random()) / rate
}

/** An angle around `mu` (von Mises), the closer the larger `kappa` is (Best and Fisher, 1979). */
export function vonMises(rng: RandomSource, mu: number, kappa: number): number {
  finite('Random.vonmisesvariate', 'mu', mu)
  finite('Random.vonmisesvariate', 'kappa', kappa)
  if (kappa <= 1e-6) return TWO_PI * rng.random()
  const s = 0.5 / kappa
  const r = s + Math.sqrt(1 + s * s)
  const z = cosineOfWrapped(rng, r)
  const q = 1 / r
  const turn = Math.acos((q + z) / (1 + q * z))
  const angle = (rng.random() > 0.5 ? mu + turn : mu - turn) % TWO_PI
  return angle < 0 ? angle + TWO_PI : angle
}

function cosineOfWrapped(rng: RandomSource, r: number): number {
  for (;;) {
    const z = Math.cos(Math.PI * rng.random())
    const d = z / (r + z)
    const u = rng.random()
    if (u < 1 - d * d || u <= (1 - d) * Math.exp(d)) return z
  }
}

/** Gamma with shape `alpha` and scale `beta`. */
export function gamma(rng: RandomSource, alpha: number, beta: number): number {
  positive('Random.gammavariate', 'alpha', alpha)
  positive('Random.gammavariate', 'beta', beta)
  return gammaOfShape(rng, alpha) * beta
}

/** Between 0 and 1: the first of two gamma numbers as a part of their sum. */
export function beta(rng: RandomSource, alpha: number, beta: number): number {
  positive('Random.betavariate', 'alpha', alpha)
  positive('Random.betavariate', 'beta', beta)
  const first = gammaOfShape(rng, alpha)
  return first === 0 ? 0 : first / (first + gammaOfShape(rng, beta))
}

function gammaOfShape(rng: RandomSource, alpha: number): number {
  if (alpha === 1) return -Math.log(1 - rng.random())
  return alpha > 1 ? gammaAboveOne(rng, alpha) : gammaBelowOne(rng, alpha)
}

/** Cheng (1977). */
function gammaAboveOne(rng: RandomSource, alpha: number): number {
  const scale = Math.sqrt(2 * alpha - 1)
  const slope = alpha + scale
  for (;;) {
    const u = rng.random()
    if (!(u > 1e-7 && u < 0.9999999)) continue
    const v = Math.log(u / (1 - u)) / scale
    const z = u * u * (1 - rng.random())
    const x = alpha * Math.exp(v)
    const r = alpha - LOG_4 + slope * v - x
    if (r + CHENG_BOUND - 4.5 * z >= 0 || r >= Math.log(z)) return x
  }
}

/** Ahrens and Dieter (1974), their algorithm GS. */
function gammaBelowOne(rng: RandomSource, alpha: number): number {
  const width = (Math.E + alpha) / Math.E
  for (;;) {
    const p = width * rng.random()
    const x = p <= 1 ? p ** (1 / alpha) : -Math.log((width - p) / alpha)
    const u = rng.random()
    if (u <= (p > 1 ? x ** (alpha - 1) : Math.exp(-x))) return x
  }
}

/** Pareto with shape `alpha`: at least 1. */
export function pareto(rng: RandomSource, alpha: number): number {
  positive('Random.paretovariate', 'alpha', alpha)
  return (1 - rng.random()) ** (-1 / alpha)
}

/** Weibull with scale `alpha` and shape `beta`. */
export function weibull(rng: RandomSource, alpha: number, beta: number): number {
  finite('Random.weibullvariate', 'alpha', alpha)
  positive('Random.weibullvariate', 'beta', beta)
  return alpha * (-Math.log(1 - rng.random())) ** (1 / beta)
}
