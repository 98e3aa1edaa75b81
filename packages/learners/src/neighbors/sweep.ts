/** So many coordinates of the place are kept in registers, and added up before it is judged. */
const BLOCK = 8
const HALF = 4

/**
 * Sweeps over points side by side: the first slot from `slot` on, below `end`, whose sum of squares
 * is not above `bounds[1]`; `end` if there is none. `bounds[0]` is added to each sum. Sums are not
 * added up in order, so that none waits for the one before: leave room for rounding.
 */
export function nextWithin(
  values: Float64Array,
  query: Float64Array,
  stride: number,
  bounds: Float64Array,
  slot: number,
  end: number,
): number {
  if (stride >= BLOCK) return byEight(values, query, stride, bounds, slot, end)
  if (stride >= HALF) return byFour(values, query, stride, bounds, slot, end)
  const beyond = bounds[0]
  const most = bounds[1]
  for (let start = slot * stride; slot < end; slot++, start += stride) {
    let sum = beyond
    for (let k = 0; k < stride; k++) {
      const apart = query[k] - values[start + k]
      sum += apart * apart
    }
    if (!(sum > most)) return slot
  }
  return end
}

function byEight(
  values: Float64Array,
  query: Float64Array,
  stride: number,
  bounds: Float64Array,
  slot: number,
  end: number,
): number {
  const beyond = bounds[0]
  const most = bounds[1]
  const q0 = query[0]
  const q1 = query[1]
  const q2 = query[2]
  const q3 = query[3]
  const q4 = query[4]
  const q5 = query[5]
  const q6 = query[6]
  const q7 = query[7]
  for (let at = slot * stride; slot < end; slot++, at += stride) {
    const a = q0 - values[at]
    const b = q1 - values[at + 1]
    const c = q2 - values[at + 2]
    const d = q3 - values[at + 3]
    const e = q4 - values[at + 4]
    const f = q5 - values[at + 5]
    const g = q6 - values[at + 6]
    const h = q7 - values[at + 7]
    let sum = beyond + (a * a + b * b + (c * c + d * d) + (e * e + f * f + (g * g + h * h)))
    if (sum > most) continue
    for (let k = BLOCK; k < stride; ) {
      const stop = k + BLOCK < stride ? k + BLOCK : stride
      for (; k < stop; k++) {
        const apart = query[k] - values[at + k]
        sum += apart * apart
      }
      if (sum > most) break
    }
    if (!(sum > most)) return slot
  }
  return end
}

function byFour(
  values: Float64Array,
  query: Float64Array,
  stride: number,
  bounds: Float64Array,
  slot: number,
  end: number,
): number {
  const beyond = bounds[0]
  const most = bounds[1]
  const q0 = query[0]
  const q1 = query[1]
  const q2 = query[2]
  const q3 = query[3]
  for (let at = slot * stride; slot < end; slot++, at += stride) {
    const a = q0 - values[at]
    const b = q1 - values[at + 1]
    const c = q2 - values[at + 2]
    const d = q3 - values[at + 3]
    let sum = beyond + (a * a + b * b + (c * c + d * d))
    for (let k = HALF; k < stride; k++) {
      const apart = query[k] - values[at + k]
      sum += apart * apart
    }
    if (!(sum > most)) return slot
  }
  return end
}
