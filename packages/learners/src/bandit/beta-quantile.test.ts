import { betaCdf } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betaQuantile } from './beta-quantile.js'

describe('the quantile of a beta distribution', () => {
  it('is what SciPy tells', () => {
    expect(betaQuantile(3, 2, 0.75)).toBeCloseTo(0.7569779162439, 12)
    expect(betaQuantile(1, 1, 0.3)).toBeCloseTo(0.3, 14)
    expect(betaQuantile(400, 1, 0.999999)).toBeCloseTo(0.9999999974999988, 14)
    expect(betaQuantile(5000, 5, 0.001)).toBeCloseTo(0.9970467223340855, 12)
    expect([betaQuantile(4, 2, 0), betaQuantile(4, 2, 1)]).toEqual([0, 1])
  })

  it('undoes the distribution function', () => {
    const count = fc.integer({ min: 1, max: 5000 })
    const share = fc.double({ min: 1e-4, max: 1 - 1e-6, noNaN: true })
    fc.assert(
      fc.property(count, count, share, (a, b, p) => {
        expect(Math.abs(betaCdf(a, b, betaQuantile(a, b, p)) - p)).toBeLessThan(1e-10)
      }),
    )
  })
})
