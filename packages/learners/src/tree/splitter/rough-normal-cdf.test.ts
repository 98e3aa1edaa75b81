import { math } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { CDF_ERROR, roughNormalCdf } from './rough-normal-cdf.js'

describe('the normal distribution function from the table', () => {
  it('is wrong by the stated error at most', () => {
    let worst = 0
    for (let z = -9; z < 9; z += 0.000_37) {
      worst = Math.max(worst, Math.abs(roughNormalCdf(z) - math.normalCdf(z)))
    }
    expect(worst).toBeLessThan(CDF_ERROR)
    expect(worst).toBeGreaterThan(0.9 * CDF_ERROR)
  })

  it('is nearly 0 and 1 however far out', () => {
    expect(roughNormalCdf(-1e300)).toBeLessThan(1e-8)
    expect(roughNormalCdf(-Infinity)).toBeLessThan(1e-8)
    expect(roughNormalCdf(1e300)).toBeGreaterThan(1 - 1e-7)
    expect(roughNormalCdf(Infinity)).toBeGreaterThan(1 - 1e-7)
  })
})
