import { math } from '@coelho/core'

/** Beyond it a continued fraction of so many terms is exact. */
const FAR = 2.5
const TERMS = 80

/** The density over the distribution function at `t`: how surprising it is to be above. */
export function surprise(t: number): number {
  if (t >= -FAR) return density(t) / math.normalCdf(t)
  // River: the error function as a number near -1 leaves of the tail what fits beside it.
  const tail = density(t) * millsRatio(-t)
  return density(t) / (0.5 * (1 + (2 * tail - 1)))
}

/** What a standard normal number is below with probability `p`, above 0 and below 1. */
export function normalQuantile(p: number): number {
  const share = Math.min(p, 1 - p)
  const wanted = math.log(share)
  let z = Math.sqrt(-2 * wanted) * Number(share < 0.5)
  // Newton's method on the logarithm of the tail: it converges from anywhere.
  for (let round = 0; round < 50; round++) {
    const tail = z > FAR ? density(z) * millsRatio(z) : math.normalCdf(-z)
    const step = ((math.log(tail) - wanted) * tail) / density(z)
    z += step
    if (Math.abs(step) <= 1e-16 * (1 + z)) break
  }
  return p < 0.5 ? -z : z
}

function density(t: number): number {
  return math.INVERSE_SQRT_TAU * math.exp(-0.5 * t * t)
}

/** The tail beyond `z` over the density at `z`. */
function millsRatio(z: number): number {
  let below = z
  for (let n = TERMS; n >= 1; n--) below = z + n / below
  return 1 / below
}
