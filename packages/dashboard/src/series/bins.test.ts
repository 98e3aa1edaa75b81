import { describe, expect, it } from 'vitest'
import { quantile, totalOf } from './bins.js'

const bins = { edges: [-10, 0, 10, 20], counts: [2, 4, 2] }

describe('what was counted in bins', () => {
  it('has quantiles within the bins', () => {
    expect(totalOf(bins)).toBe(8)
    expect(quantile(bins, 0.25)).toBe(0)
    expect(quantile(bins, 0.5)).toBe(5)
    expect(quantile(bins, 0.75)).toBe(10)
    expect(quantile(bins, 1)).toBe(20)
  })

  it('has none while nothing was counted', () => {
    expect(quantile({ edges: [0, 1], counts: [0] }, 0.5)).toBeNull()
  })
})
