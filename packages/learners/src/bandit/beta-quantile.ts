import { betaCdf, logBeta, math } from '@coelho/core'

const NEAR = 1e-9
const MOST_STEPS = 200

/**
 * The number below which a variable with a beta distribution (a, b ≥ 1) is with probability p:
 * Halley's method, from the quantile of the normal distribution bent to fit.
 */
export function betaQuantile(a: number, b: number, p: number): number {
  if (p <= 0) return 0
  if (p >= 1) return 1
  let x = guess(a, b, p)
  const scale = logBeta(a, b)
  let low = 0
  let high = 1
  for (let step = 0; step < MOST_STEPS; step++) {
    const error = betaCdf(a, b, x) - p
    if (error === 0) return x
    if (error > 0) high = x
    else low = x
    const density = math.exp((a - 1) * math.log(x) + (b - 1) * math.log(1 - x) - scale)
    const newton = error / density
    const bend = newton * ((a - 1) / x - (b - 1) / (1 - x))
    const next = x - newton / (1 - 0.5 * Math.max(-1, Math.min(1, bend)))
    const inside = next > low && next < high
    const moved = inside ? next : 0.5 * (low + high)
    const isNear = Math.abs(moved - x) < NEAR * x
    x = moved
    // The error after a step of Halley's is as the third power of the one before.
    if (isNear && inside) return x
    if (high - low < 1e-16 * high) return x
  }
  return x
}

/** Abramowitz and Stegun, 26.5.22. */
function guess(a: number, b: number, p: number): number {
  const tail = p < 0.5 ? p : 1 - p
  const t = Math.sqrt(-2 * math.log(tail))
  let z = (2.30753 + t * 0.27061) / (1 + t * (0.99229 + t * 0.04481)) - t
  if (p < 0.5) z = -z
  const l = (z * z - 3) / 6
  const inA = 1 / (2 * a - 1)
  const inB = 1 / (2 * b - 1)
  const h = 2 / (inA + inB)
  const w = (z * Math.sqrt(Math.max(0, l + h))) / h - (inB - inA) * (l + 5 / 6 - 2 / (3 * h))
  const x = a / (a + b * math.exp(2 * w))
  return Math.min(1 - 1e-12, Math.max(1e-300, x))
}
