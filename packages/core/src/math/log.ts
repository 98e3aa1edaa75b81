const LN2_HIGH = 0.6931471803691238 // ln 2 with its last 21 bits zero: exact times any exponent
const LN2_LOW = 1.9082149292705877e-10
const CELLS = 128
const NEAR_ONE = 1 / 64

const CENTRES: Float64Array = /* @__PURE__ */ centres()
const SCALES: Float64Array = /* @__PURE__ */ scales()
const bits: Float64Array = /* @__PURE__ */ new Float64Array(1)
const words: Uint32Array = /* @__PURE__ */ new Uint32Array(bits.buffer)

/**
 * The natural logarithm, the same to the last bit in every engine (`Math.log` is not).
 *
 * @example
 * math.log(10) // => 2.302585092994046
 */
export function log(x: number): number {
  const d = x - 1
  if (d > -NEAR_ONE && d < NEAR_ONE) return 2 * artanh(d / (x + 1)) // nothing may cancel here
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  bits[0] = x
  const high = words[1]
  const biased = high >>> 20
  if (biased === 0) return log(x * 18014398509481984) - 54 * Math.LN2 // x is subnormal: times 2^54
  const exponent = biased - 1023
  // Multiplied down to [1, 2), not written together from bits: the processor would wait for those.
  const m = x * SCALES[biased]
  const row = 3 * ((high >>> 13) & (CELLS - 1))
  const r = (m - CENTRES[row]) * CENTRES[row + 1] // below 1/256: six terms are exact
  const tail = r * r * (-0.5 + r * (1 / 3 + r * (-0.25 + r * (0.2 - r * (1 / 6)))))
  return exponent * LN2_HIGH + (CENTRES[row + 2] + (r + (tail + exponent * LN2_LOW)))
}

/** A row per 1/128 of [1, 2): its middle c, 1 / c, ln c. */
function centres(): Float64Array {
  const table = new Float64Array(3 * CELLS)
  for (let cell = 0; cell < CELLS; cell++) {
    const c = 1 + (cell + 0.5) / CELLS
    table[3 * cell] = c
    table[3 * cell + 1] = 1 / c
    table[3 * cell + 2] = 2 * artanh((c - 1) / (c + 1))
  }
  return table
}

/** 2^-e by the biased exponent e + 1023. */
function scales(): Float64Array {
  const table = new Float64Array(2047)
  for (let biased = 1; biased < 2047; biased++) table[biased] = 2 ** (1023 - biased)
  return table
}

/** t + t^3/3 + t^5/5 + …, for t up to 1/3. */
function artanh(t: number): number {
  const square = t * t
  let sum = 0
  for (let n = square < 1e-4 ? 9 : 35; n >= 1; n -= 2) sum = sum * square + 1 / n
  return t * sum
}
