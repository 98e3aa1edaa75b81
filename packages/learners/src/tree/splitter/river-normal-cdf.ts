import { math } from '@coelho/core'

// Coefficients of the error function's rational approximations, as C libraries have them.
const SMALL_P: readonly number[] = [
  0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
  -0.000023763016656650163,
]
const SMALL_Q: readonly number[] = [
  1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
  -0.000003960228278775368,
]
const MIDDLE_P: readonly number[] = [
  -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175,
  -0.11089469428239668, 0.035478304325618236, -0.002166375594868791,
]
const MIDDLE_Q: readonly number[] = [
  1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164,
  0.01363708391202905, 0.011984499846799107,
]
const LARGE_P: readonly number[] = [
  -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006,
  -162.39666946257347, -184.60509290671104, -81.2874355063066, -9.814329344169145,
]
const LARGE_Q: readonly number[] = [
  1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679,
  429.00814002756783, 108.63500554177944, 6.570249770319282, -0.0604244152148581,
]
const TAIL_P: readonly number[] = [
  -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192,
  -637.5664433683896, -1025.0951316110772, -483.5191916086514,
]
const TAIL_Q: readonly number[] = [
  1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955,
  2553.0504064331644, 474.52854120695537, -22.44095244658582,
]

const MIDDLE = 0.8450629115104675
const AT_ZERO = 0.1283791670955126 // 2 / sqrt(pi) - 1

/**
 * The standard normal distribution function with the very rounding errors that River's has:
 * 0.5 * (1 + erf(z / sqrt 2)), by the approximations of the C library.
 *
 * It decides the weights that a split hands on. Their last bit says whether, so many events
 * later, the weight of a leaf has grown by the whole of its grace period.
 */
export function riverNormalCdf(z: number): number {
  return 0.5 * (1 + erf(z / Math.SQRT2))
}

function erf(x: number): number {
  const size = Math.abs(x)
  if (size < 0.84375) {
    if (size < 2 ** -28) return x + AT_ZERO * x
    return x + x * ratio(SMALL_P, SMALL_Q, x * x)
  }
  let value = 1
  if (size < 1.25) value = MIDDLE + ratio(MIDDLE_P, MIDDLE_Q, size - 1)
  else if (size < 6) value = 1 - tail(size)
  return x < 0 ? -value : value
}

/** What is missing to 1: exp(-x * x) / x times a factor near 1 / sqrt(pi). */
function tail(x: number): number {
  const s = 1 / (x * x)
  const rest = x < 1 / 0.35 ? ratio(LARGE_P, LARGE_Q, s) : ratio(TAIL_P, TAIL_Q, s)
  // The square of a number with half the bits is exact; what it lacks goes into the second factor.
  const half = firstHalf(x)
  return (math.exp(-half * half - 0.5625) * math.exp((half - x) * (half + x) + rest)) / x
}

/** The number without the lower 32 of its bits. */
function firstHalf(x: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  view.setUint32(4, 0)
  return view.getFloat64(0)
}

function ratio(above: readonly number[], below: readonly number[], x: number): number {
  return polynomial(above, x) / polynomial(below, x)
}

/** By pairs of terms, and each pair times a power of x * x: the order decides the last bit. */
function polynomial(terms: readonly number[], x: number): number {
  const square = x * x
  let sum = 0
  let power = 1
  for (let k = 0; k < terms.length; k += 2) {
    const pair = k + 1 < terms.length ? terms[k] + x * terms[k + 1] : terms[k]
    if (k === 0) sum = pair
    else {
      // x^8 is the square of x^4.
      power = k === 8 ? square * square * (square * square) : power * square
      sum += power * pair
    }
  }
  return sum
}
