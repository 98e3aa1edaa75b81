import { log } from './log.js'

const SIZE = 8192
const LOGS: Float64Array = /* @__PURE__ */ logs()

/** The logarithm of a number that mostly is a small count: those are looked up. */
export function logCount(n: number): number {
  const whole = n | 0
  return whole === n && whole >= 0 && whole < SIZE ? LOGS[whole] : log(n)
}

/** The sum of w ln w over part of an array: what entropies are made of. Only w > 0 count. */
export function sumOfLogs(weights: Float64Array, start: number, end: number): number {
  let sum = 0
  for (let at = start; at < end; at++) {
    const weight = weights[at]
    if (weight > 0) sum += weight * log(weight)
  }
  return sum
}

const TINY = 1e-150
const HUGE = 1e150

/**
 * Multiplies `out[at]` by the positive numbers in part of an array, each times `factor`, and
 * leaves the logarithm of the product there: one logarithm for all, unless the product leaves
 * the range in which it is exact.
 *
 * (In and out by an array: a number that a function takes or returns may cost an object in hot
 * code, and so may each product that is built from it.)
 */
export function logProduct(
  numbers: Float64Array,
  start: number,
  end: number,
  factor: number,
  out: Float64Array,
  at: number,
): void {
  let product = 1
  for (let k = start; k < end; k++) {
    const number = numbers[k] * factor
    if (number > 0) product *= number
    if (!(product > TINY && product < HUGE)) {
      addAllLogs(numbers, start, end, factor, out, at)
      return
    }
  }
  out[at] = log(product * out[at])
}

function addAllLogs(
  numbers: Float64Array,
  start: number,
  end: number,
  factor: number,
  out: Float64Array,
  at: number,
): void {
  let sum = log(out[at])
  for (let k = start; k < end; k++) if (numbers[k] * factor > 0) sum += log(numbers[k] * factor)
  out[at] = sum
}

function logs(): Float64Array {
  const table = new Float64Array(SIZE)
  for (let n = 0; n < SIZE; n++) table[n] = log(n)
  return table
}
