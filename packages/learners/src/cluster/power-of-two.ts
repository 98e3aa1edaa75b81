/** The double next to ln 2, and what it leaves out. */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: a literal leaves no trace in bundles
const LN2 = 0.6931471805599453
const LN2_REST = 2.3190468138462996e-17
const SPLITTER = 134217729 // 2^27 + 1: cuts a double into two halves whose products are exact
const TERMS = 24

/**
 * 2^x, rounded correctly but for one argument in millions, as the C library gives it: where a
 * power is compared with a product of powers, the last bit decides. For an x far from overflow.
 */
export function powerOfTwo(x: number): number {
  if (x < -1080) return 0
  const whole = Math.round(x)
  const r = x - whole
  // r ln 2 in two doubles, then the exponential series by Horner's rule, in two doubles too.
  const high = r * LN2
  const low = errorOfProduct(r, LN2, high) + r * LN2_REST
  let sum = 1
  let rest = 0
  for (let n = TERMS; n >= 1; n--) {
    const product = sum * high
    const productRest = errorOfProduct(sum, high, product) + sum * low + rest * high
    const quotient = product / n
    const left = product - quotient * n - errorOfProduct(quotient, n, quotient * n)
    const term = quotient
    const termRest = (left + productRest) / n
    sum = 1 + term
    rest = 1 - sum + term + termRest
  }
  return whole < -1000 ? (sum + rest) * 2 ** -1000 * 2 ** (whole + 1000) : (sum + rest) * 2 ** whole
}

/** What a product of two doubles lost by rounding. */
function errorOfProduct(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a)
  const bHigh = upperHalf(b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}

function upperHalf(x: number): number {
  const scaled = SPLITTER * x
  return scaled - (scaled - x)
}
