import { describe, expect, it } from 'vitest'
import { fTail } from './f-tail.js'

describe('fTail', () => {
  it('agrees with recorded values to eleven digits, however small they are', () => {
    // scipy.stats.f.sf
    const recorded = [
      [0.1, 1, 1, 0.8050177709578635],
      [2.5, 1, 39, 0.12192350683103108],
      [161.4476, 1, 1, 0.050000005983092066],
      [40, 1, 199, 1.641600181176964e-9],
      [900, 1, 199, 8.942928760574429e-76],
      [3, 4, 7.5, 0.09191259934266237],
    ]
    for (const [x, numerator, denominator, p] of recorded) {
      expect(fTail(x, numerator, denominator) / p).toBeCloseTo(1, 11)
    }
  })

  it('is 1 up to 0, 0 at infinity, and not a number for what is none', () => {
    expect([fTail(-1, 1, 5), fTail(0, 1, 5), fTail(Infinity, 1, 5), fTail(NaN, 1, 5)]).toEqual([
      1,
      1,
      0,
      NaN,
    ])
  })
})
