import { math } from '@coelho/core'

/** Up to here a power is a product: exact where it can be. */
const MOST_FACTORS = 16

/** x to the power of p, for x of at least 0. */
export function power(x: number, p: number): number {
  if (x === 0 || x === Infinity) return x
  if (!Number.isInteger(p) || p > MOST_FACTORS) return math.exp(p * math.log(x))
  let product = x
  for (let k = 1; k < p; k++) product *= x
  return product
}
