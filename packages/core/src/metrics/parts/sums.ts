/** Splits a number into two halves of 26 bits, whose products are exact. */
const SPLIT = 134_217_729

/** What may be summed: beyond it, sums and products of halves could overflow. */
export const LARGEST_TERM = 1e280

/**
 * Adds `from[k]` to the sum at `at`, which is held in two numbers, the second what the first has
 * rounded away: what is taken back later leaves no trace, however large it was. (Terms come from
 * a list, since a number handed from function to function may cost an object.)
 */
export function addTo(sums: Float64Array, at: number, from: Float64Array, k: number): void {
  const x = from[k]
  const before = sums[at]
  const sum = before + x
  const shown = sum - before
  const rest = before - (sum - shown) + (x - shown) + sums[at + 1]
  const total = sum + rest
  sums[at] = total
  sums[at + 1] = rest - (total - sum)
}

/** Takes it back. */
export function takeFrom(sums: Float64Array, at: number, from: Float64Array, k: number): void {
  from[k] = -from[k]
  addTo(sums, at, from, k)
  from[k] = -from[k]
}

/** The product of two numbers of a list goes to `to`, what it has rounded away behind it. */
export function multiply(list: Float64Array, first: number, second: number, to: number): void {
  const a = list[first]
  const b = list[second]
  const bigA = SPLIT * a
  const highA = bigA - (bigA - a)
  const lowA = a - highA
  const bigB = SPLIT * b
  const highB = bigB - (bigB - b)
  const lowB = b - highB
  const product = a * b
  list[to] = product
  list[to + 1] = lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB)
}

/** Adds all sums of another list. */
export function addSums(sums: Float64Array, others: Float64Array): void {
  for (let at = 0; at < sums.length; at += 2) {
    addTo(sums, at, others, at + 1)
    addTo(sums, at, others, at)
  }
}

/** Whether these can be so many such sums, none so large that it could overflow. */
export function areSums(sums: Float64Array, length: number): boolean {
  return sums.length === length && sums.every((x) => Math.abs(x) <= 1e300)
}
