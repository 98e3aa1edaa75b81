import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from './histogram.js'
import { reloaded } from './reloaded.test-support.js'

const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }))
const seeing = (list: readonly number[], maxBins = 256): Histogram => {
  const histogram = new Histogram({ maxBins })
  for (const x of list) histogram.update(x)
  return histogram
}
const binsOf = (histogram: Histogram): number[][] =>
  [...histogram].map(({ left, right, count }) => [left, right, count])

describe('sketch.Histogram', () => {
  it('gives the shares of values, in steps while each bin is a point', () => {
    const histogram = seeing([0, 1, 2, 3])
    const at = [-1, 0, 0.5, 1, 2.5, 3.5]
    expect([...histogram.iterCdf(at)]).toEqual([0, 0.25, 0.25, 0.5, 0.75, 1])
    expect(at.map((x) => histogram.cdf(x))).toEqual([...histogram.iterCdf(at)])
    expect([...seeing([]).iterCdf([0, 1])]).toEqual([0, 0])
    expect(String(seeing([1]))).toBe('[1.00000, 1.00000]: 1')
  })

  it('finds the bin that begins behind a number', () => {
    const histogram = seeing([1, 5, 2, 9], 3)
    expect([0, 1, 2, 5, 8, 9, 10].map((x) => histogram.firstBehind(x))).toEqual([
      0, 1, 1, 2, 2, 3, 3,
    ])
    expect([-1, 0, 2, 3, 0.5].map((bin) => histogram.at(bin)?.left)).toEqual([
      undefined,
      1,
      9,
      undefined,
      undefined,
    ])
  })

  it('joins the nearest bins when there are too many', () => {
    expect(binsOf(seeing([1, 5, 2, 9], 3))).toEqual([
      [1, 2, 2],
      [5, 5, 1],
      [9, 9, 1],
    ])
    expect(binsOf(seeing([3, 1, 2], 1))).toEqual([[1, 3, 3]])
  })

  it('adds two as River does', () => {
    const sum = seeing([1, 2, 3.5, 7, 8, 20, 21, 3], 5).add(seeing([0, 2.5, 2.6, 9, 30, 11], 4))
    expect(binsOf(sum)).toEqual([
      [0, 3.5, 7],
      [7, 8, 2],
      [9, 11, 2],
      [11, 21, 2],
      [21, 30, 1],
    ])
    expect(sum.n).toBe(14)
    expect(binsOf(seeing([4, 4]).add(seeing([4])))).toEqual([[4, 4, 3]])
    expect(seeing([]).add(seeing([])).length).toBe(0)
  })

  it('loses nothing: bins are in order, few enough, and hold all values', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 1, max: 10 }), (first, second, maxBins) => {
        const one = seeing(first, maxBins)
        const sum = one.add(seeing(second, maxBins))
        for (const [histogram, n] of [
          [one, first.length],
          [sum, first.length + second.length],
        ] as const) {
          expect(histogram.length).toBeLessThanOrEqual(maxBins)
          expect(histogram.n).toBe(n)
          const counts = binsOf(histogram).map(([, , count]) => count)
          expect(counts.reduce((total, count) => total + count, 0)).toBeCloseTo(n, 6)
          histogram.checkState()
        }
      }),
    )
  })

  it('goes on after saving and loading as if nothing had been', () => {
    fc.assert(
      fc.property(numbers, numbers, (first, second) => {
        const histogram = seeing(first, 5)
        const other = reloaded(histogram)
        for (const x of second) for (const one of [histogram, other]) one.update(x)
        expect(binsOf(other)).toEqual(binsOf(histogram))
      }),
    )
  })

  it('refuses what is no number, and is as it was', () => {
    const histogram = seeing([1])
    expect(() => histogram.update(Infinity)).toThrow(
      'Histogram: the value must be a finite number, got Infinity.',
    )
    expect(() => histogram.add(5 as never)).toThrow(
      'Histogram: can be added to a Histogram only, got 5.',
    )
    expect(() => new Histogram({ maxBins: 0 })).toThrow(
      'Histogram: option "maxBins" must be an integer of at least 1 and at most 1048576, got 0.',
    )
    expect([histogram.n, histogram.length]).toEqual([1, 1])
  })
})
