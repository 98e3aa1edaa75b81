import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowFrom, sparkline, spread, valueRange } from './view.js'

const hundred = Array.from({ length: 101 }, (_, i) => i)

describe('the range of values', () => {
  it('leaves out the first hundredth, where a metric swings', () => {
    const values = hundred.map((x) => (x === 0 ? 1000 : 10 + (x % 2)))
    const [low, high] = valueRange(hundred, [values])
    expect(low).toBeCloseTo(9.92)
    expect(high).toBeCloseTo(11.08)
  })

  it('is that of what is looked at', () => {
    const view = { from: 50, to: 60 }
    const [low, high] = valueRange(hundred, [hundred.map((x) => x * 10)], view)
    expect([low, high]).toEqual([492, 608])
  })

  it('goes neither above 1 for shares nor below 0 for what is never negative', () => {
    expect(valueRange([1, 2], [[0, 1]])).toEqual([0, 1])
    const [low, high] = valueRange([1, 2], [[-1, 1]])
    expect(low).toBeLessThan(-1)
    expect(high).toBeGreaterThan(1)
  })

  it('has room above and below a flat line, and is there without any value', () => {
    const [low, high] = valueRange([1, 2], [[5, 5]])
    expect(low).toBeLessThan(5)
    expect(high).toBeGreaterThan(5)
    expect(valueRange([1, 2], [[null, null]])).toEqual([0, 1])
    expect(valueRange([], [])).toEqual([0, 1])
  })
})

describe('rows', () => {
  it('are found as a search from the start would find them', () => {
    const rising = fc
      .uniqueArray(fc.integer(), { maxLength: 50 })
      .map((x) => x.sort((a, b) => a - b))
    fc.assert(
      fc.property(rising, fc.integer(), (x, from) => {
        const found = x.findIndex((value) => value >= from)
        expect(rowFrom(x, from)).toBe(found < 0 ? x.length : found)
      }),
    )
  })

  it('are spread evenly, from the first to the last', () => {
    expect(spread(3, 10)).toEqual([0, 1, 2])
    expect(spread(101, 5)).toEqual([0, 25, 50, 75, 100])
    expect(spread(0, 5)).toEqual([])
  })
})

describe('a sparkline', () => {
  it('goes from left to right over the whole room', () => {
    const line = 'M0.0 50.0L50.0 0.0L100.0 50.0'
    const area = `${line}V50H0.0Z`
    expect(sparkline([10, 20, 30], [0, 1, 0], 100, 50)).toEqual({ line, area })
  })

  it('passes over gaps, and is nothing without two values', () => {
    const line = 'M0.0 50.0L100.0 0.0'
    expect(sparkline([0, 1, 2], [0, null, 1], 100, 50).line).toBe(line)
    const late = sparkline([0, 1, 2], [null, 0, 1], 100, 50)
    expect(late.area).toBe('M50.0 50.0L100.0 0.0V50H50.0Z')
    const none = { line: '', area: '' }
    expect(sparkline([0, 1], [null, 1], 100, 50)).toEqual(none)
    expect(sparkline([], [], 100, 50)).toEqual(none)
  })
})
