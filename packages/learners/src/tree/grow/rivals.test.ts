import { math } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mostMoved } from './rivals.js'

/** How many of n events change sides at a threshold when another one comes, for the worst. */
function moved(n: number, weight: number, z: number): number {
  const all = n + weight
  const mean = (weight / all) * z
  const variance = (n - 1 + (weight * z * z * n) / all) / (all - 1)
  let most = 0
  for (let t = -6; t <= 6; t += 0.02) {
    const change = math.normalCdf((t - mean) / Math.sqrt(variance)) - math.normalCdf(t)
    most = Math.max(most, n * Math.abs(change))
  }
  return most
}

describe('how many events change sides with a new one', () => {
  it('is never more than it is said to be', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 10, max: 5000, noNaN: true }),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        (n, weight, z) => {
          expect(moved(n, weight, z)).toBeLessThanOrEqual(weight * mostMoved(z * z) + 1e-9)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is not said to be much more than it may be', () => {
    expect(moved(5000, 1, 0)).toBeGreaterThan(0.85 * mostMoved(0))
    expect(moved(5000, 1, 1)).toBeGreaterThan(0.7 * mostMoved(1))
    expect(moved(5000, 1, 4)).toBeGreaterThan(0.7 * mostMoved(16))
  })
})
