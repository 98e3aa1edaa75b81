import { math } from '@coelho/core'

/** Whole numbers below this have their logarithm in a table. */
const SIZE = 2048
/** 2 / ln 2 and log2(3), each with what it lacks. */
const FACTOR = [2.8853900817779268, 4.0710547481862066e-17] as const
const LOG2_3 = [1.584962500721156, 1.0579781240112554e-16] as const

const LOGS: Float64Array = /* @__PURE__ */ table()

/**
 * The logarithm to base 2, of small whole numbers to the last bit: where two splits part the same
 * counts in two ways, the last bit of their sums says which of them is the better.
 */
export function log2(x: number): number {
  const whole = x | 0
  return whole === x && whole >= 0 && whole < SIZE ? LOGS[whole] : math.log(x) * Math.LOG2E
}

/**
 * Of an even number log2(n / 2) + 1, of an odd one log2(n - 1) + 2 artanh(1 / (2n - 1)) / ln 2,
 * in pairs of numbers of which the second is what the first lacks.
 */
function table(): Float64Array {
  const logs = new Float64Array(SIZE)
  const rests = new Float64Array(SIZE)
  logs[0] = -Infinity
  for (let n = 2; n < SIZE; n++) {
    const odd = 2 * n - 1
    const even = n % 2 === 0
    const term = even ? 1 : FACTOR[0] / odd
    const rest = even ? 0 : (lack(term, odd) + FACTOR[1]) / odd + term * series(1 / (odd * odd))
    const from = even ? n / 2 : n - 1
    const sum = logs[from] + term
    const lost = lostIn(logs[from], term) + rests[from] + rest
    logs[n] = sum + lost
    rests[n] = sum - logs[n] + lost
    if (n === 3) {
      logs[n] = LOG2_3[0]
      rests[n] = LOG2_3[1]
    }
  }
  return logs
}

/** What a sum has lost to rounding. */
function lostIn(a: number, b: number): number {
  const sum = a + b
  const more = sum - a
  return a - (sum - more) + (b - more)
}

/** FACTOR[0] - term * odd, exactly: the product is made of two halves of the term. */
function lack(term: number, odd: number): number {
  const shifted = term * 134217729
  const high = shifted - (shifted - term)
  return FACTOR[0] - high * odd - (term - high) * odd
}

/** artanh(t) / t - 1 for the square of a t up to 1/9. */
function series(square: number): number {
  let sum = 0
  for (let k = 21; k >= 3; k -= 2) sum = (sum + 1 / k) * square
  return sum
}
