import { math, type random } from '@coelho/core'

/** What `drawCount` is given for a rate; the counts of a Poisson distribution have that mean. */
export function limitOf(rate: number): number {
  return math.exp(-rate)
}

/**
 * How often a model learns an event: a number from a Poisson distribution. River: one draw for
 * each time and one more, multiplied until they fall below the limit.
 */
export function drawCount(limit: number, rng: random.Random): number {
  let count = -1
  for (let product = 1; product > limit; product *= rng.random()) count++
  return Math.max(0, count)
}
