import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roughTerm, TERM_ERROR } from './rough-entropy.js'

const exact = (q: number) => (q > 0 ? -q * Math.log2(q) : 0)

describe('a term of an entropy from the table', () => {
  it('is never above the exact one, nor below it by more than the stated error', () => {
    const share = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.001, noNaN: true }),
    )
    fc.assert(
      fc.property(share, (q) => {
        const short = exact(q) - roughTerm(q)
        expect(short).toBeGreaterThan(-1e-7)
        expect(short).toBeLessThan(TERM_ERROR)
      }),
      { numRuns: 5000 },
    )
  })

  it('has its greatest error in the first step, nearly all that is stated', () => {
    const worst = 1 / 2048 / Math.E
    expect(exact(worst) - roughTerm(worst)).toBeGreaterThan(0.99 * TERM_ERROR)
  })

  it('is 0 where all or nothing is, and where rounding leaves a little more or less', () => {
    expect([0, 1, 1 + 2 ** -52, -(2 ** -60)].map((q) => Math.abs(roughTerm(q)) < 1e-9)).toEqual([
      true,
      true,
      true,
      true,
    ])
  })
})
