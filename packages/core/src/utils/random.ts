import { InvalidInputError } from '../errors.js'
import type { RandomSource } from '../random/random-source.js'

/**
 * How many events come in a unit of time when `rate` come on average (Poisson).
 *
 * River: multiplies uniform numbers until they fall below `exp(-rate)`, one draw for each event
 * and one more. That limit is 0 for rates above 745, where the counts stay near 745.
 *
 * @example
 * utils.random.poisson(6, new random.Random(1)) // => 8
 */
export function poisson(rate: number, rng: RandomSource): number {
  check('poisson', rate, rate >= 0, 'at least 0')
  if (rate === 0) return 0 // River gives -1 here, which is no count; neither draws
  const limit = Math.exp(-rate)
  let count = 0
  let product = 1
  while (product > limit) {
    count++
    product *= rng.random()
  }
  return count - 1
}

/**
 * A number from the exponential distribution with mean `rate`.
 *
 * River: calls the mean of the distribution its rate.
 *
 * @example
 * utils.random.exponential(2, { random: () => 0.5 }) // => 1.3862943611198906
 */
export function exponential(rate: number, rng: RandomSource): number {
  check('exponential', rate, rate > 0, 'above 0')
  return -Math.log(1 - rng.random()) / (1 / rate)
}

function check(name: string, rate: number, within: boolean, bound: string): void {
  if (within && rate < Infinity) return
  throw new InvalidInputError(`utils.random.${name}`, `rate must be a finite number ${bound}`, rate)
}
