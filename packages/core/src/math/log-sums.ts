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

const SCALE = 1e150
const LOG_SCALE = 345.38776394910684

/**
 * The logarithm of the product of the positive numbers in part of an array, each times
 * `factor`, and times `first`: one logarithm for all. Numbers and products that are far from 1 are scaled.
 */
export function logProduct(
  numbers: Float64Array,
  start: number,
  end: number,
  factor: number,
  first = 1,
): number {
  let product = first
  let scales = 0
  for (let at = start; at < end; at++) {
    const number = numbers[at] * factor
    if (!(number > 0)) continue
    if (number < 1 / SCALE) {
      product *= number * SCALE
      scales--
    } else if (number > SCALE) {
      product *= number / SCALE
      scales++
    } else product *= number
    if (product < 1 / SCALE) {
      product *= SCALE
      scales--
    } else if (product > SCALE) {
      product /= SCALE
      scales++
    }
  }
  return log(product) + scales * LOG_SCALE
}

function logs(): Float64Array {
  const table = new Float64Array(SIZE)
  for (let n = 0; n < SIZE; n++) table[n] = log(n)
  return table
}
