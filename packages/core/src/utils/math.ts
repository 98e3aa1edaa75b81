import { InvalidInputError } from '../errors.js'
import { exp } from '../math/exp.js'
import { log } from '../math/log.js'
import { INVERSE_SQRT_TAU, normalCdf } from '../math/normal.js'
import { type Key, type Vector, vectorEntries, vectorMap } from './vector.js'

// biome-ignore lint/suspicious/noApproximativeNumericConstant: a literal leaves no trace in bundles
const LOG_HALF = -0.6931471805599453

/**
 * The dot product of two vectors; a missing number is 0.
 *
 * @example
 * utils.math.dot({ x0: 1, x1: 2 }, { x1: 21, x2: 3 }) // => 42
 */
export function dot(x: Vector, y: Vector): number {
  return chainDot(x, y)
}

/**
 * The sum of the products of all numbers of one name.
 *
 * @example
 * utils.math.chainDot({ x: 1, y: 2 }, { y: 21, z: 3 }, { y: 2 }) // => 84
 */
export function chainDot(...xs: readonly Vector[]): number {
  if (xs.length === 0) throw new InvalidInputError('utils.math.chainDot', 'needs a vector')
  const maps = xs.map(vectorMap)
  const least = maps.reduce((a, b) => (b.size < a.size ? b : a))
  let sum = 0
  for (const key of least.keys()) sum += prod(maps.map((map) => map.get(key) ?? 0))
  return sum
}

/**
 * The Minkowski distance; `p` is 1 for Manhattan's, 2 for Euclid's.
 *
 * @example
 * utils.math.minkowskiDistance({ x: 0, y: 0 }, { x: 3, y: 4 }, 2) // => 5
 */
export function minkowskiDistance(a: Vector, b: Vector, p: number): number {
  if (!(p > 0)) {
    throw new InvalidInputError('utils.math.minkowskiDistance', 'p must be a number above 0', p)
  }
  const [first, second] = [vectorMap(a), vectorMap(b)]
  const apart = new Map<Key, number>()
  for (const [key, value] of first) apart.set(key, value - (second.get(key) ?? 0))
  for (const [key, value] of second) if (!first.has(key)) apart.set(key, value)
  return norm(apart, p)
}

/**
 * The norm of a vector: Euclid's, unless another order is given, which may be infinite.
 *
 * @example
 * utils.math.norm({ x: 3, y: -4 }) // => 5
 */
export function norm(x: Vector, order: number = 2): number {
  const sizes = vectorEntries(x).map(([, value]) => Math.abs(value))
  if (order === Infinity) return Math.max(0, ...sizes)
  if (order === 1) return sizes.reduce((sum, size) => sum + size, 0)
  if (order === 2) return Math.sqrt(sizes.reduce((sum, size) => sum + size * size, 0))
  if (order > 0) return sizes.reduce((sum, size) => sum + size ** order, 0) ** (1 / order)
  throw new InvalidInputError('utils.math.norm', 'the order must be a number above 0', order)
}

/**
 * Scores as probabilities. River changes what it is given; here the result is new.
 *
 * @example
 * utils.math.softmax({ a: 1, b: 1 }) // => new Map([['a', 0.5], ['b', 0.5]])
 */
export function softmax(yPred: Vector): Map<Key, number> {
  const scores = vectorEntries(yPred)
  const highest = scores.reduce((most, [, score]) => Math.max(most, score), -Infinity)
  const powers = scores.map(([key, score]): [Key, number] => [key, exp(score - highest)])
  const sum = powers.reduce((total, [, power]) => total + power, 0)
  return new Map(powers.map(([key, power]) => [key, power / sum]))
}

/**
 * The product of numbers; 1 if there are none.
 *
 * @example
 * utils.math.prod([2, 3, 4]) // => 24
 */
export function prod(numbers: Iterable<number>): number {
  let product = 1
  for (const number of numbers) product *= number
  return product
}

/**
 * The logistic function; 0 below -30 and 1 above 30.
 *
 * @example
 * utils.math.sigmoid(0) // => 0.5
 */
export function sigmoid(x: number): number {
  if (x < -30) return 0
  return x > 30 ? 1 : 1 / (1 + exp(-x))
}

/**
 * The standard normal distribution function.
 *
 * @example
 * utils.math.normCdf(0) // => 0.5
 */
export function normCdf(x: number): number {
  return normalCdf(x)
}

/**
 * The standard normal density.
 *
 * @example
 * utils.math.normPdf(0) // => 0.3989422804014327
 */
export function normPdf(x: number): number {
  return exp(-0.5 * x * x) * INVERSE_SQRT_TAU
}

/**
 * The number, or the bound it is beyond.
 *
 * @example
 * utils.math.clamp(5, 2, 4) // => 4
 */
export function clamp(x: number, minimum = 0, maximum = 1): number {
  return Math.max(Math.min(x, maximum), minimum)
}

/**
 * -1, 0 or 1.
 *
 * @example
 * utils.math.sign(-2) // => -1
 */
export function sign(x: number): number {
  if (x < 0) return -1
  return x > 0 ? 1 : 0
}

/**
 * The place of the largest number, of several the first.
 *
 * @example
 * utils.math.argmax([3, 9, 9]) // => 1
 */
export function argmax(numbers: ArrayLike<number>): number {
  if (numbers.length === 0) throw new InvalidInputError('utils.math.argmax', 'needs a number')
  let place = 0
  for (let i = 1; i < numbers.length; i++) if (numbers[i] > numbers[place]) place = i
  return place
}

/**
 * log((e^a + e^b) / 2), however large a and b are.
 *
 * @example
 * utils.math.logSum2Exp(700, 700) // => 700
 */
export function logSum2Exp(a: number, b: number): number {
  return Math.max(a, b) + (LOG_HALF + log(1 + exp(-Math.abs(a - b))))
}
