/** Entries of the table for each unit. */
const STEPS = 2048

const TERMS: Float32Array = /* @__PURE__ */ terms()

/**
 * By so much -q log2 q is at most above `roughTerm(q)`: a chord of it is lowest in the first step,
 * by 1 / (e ln 2) of a step; the rest is rounding. Never below by more than the rounding.
 */
export const TERM_ERROR = 2.6e-4

/** -q log2 q of a share q from 0 to 1, by straight lines between the entries of a table. */
export function roughTerm(q: number): number {
  const at = q * STEPS
  const entry = at | 0
  const from = TERMS[entry]
  return from + (at - entry) * (TERMS[entry + 1] - from)
}

/** One more than there are ends of steps: a share may be above 1 by rounding. */
function terms(): Float32Array {
  const table = new Float32Array(STEPS + 2)
  for (let entry = 1; entry < STEPS; entry++) {
    const q = entry / STEPS
    table[entry] = -q * Math.log2(q)
  }
  return table
}
