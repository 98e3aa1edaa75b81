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
 * The logarithm of the product of the positive numbers in part of an array, each times
 * `factor`, and times `first`: one logarithm for all, unless the product leaves the range in
 * which it is exact.
 */
export function logProduct(
  numbers: Float64Array,
  start: number,
  end: number,
  factor: number,
  first = 1,
): number {
  let product = first
  let sum = 0
  for (let at = start; at < end; at++) {
    const number = numbers[at] * factor
    if (!(number > 0)) continue
    const next = product * number
    if (next > TINY && next < HUGE) product = next
    else {
      sum += log(product)
      product = number
    }
  }
  return sum + log(product)
}

function logs(): Float64Array {
  const table = new Float64Array(SIZE)
  for (let n = 0; n < SIZE; n++) table[n] = log(n)
  return table
}
