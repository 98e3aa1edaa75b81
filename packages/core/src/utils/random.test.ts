import { describe, expect, it } from 'vitest'
import { Random } from '../random/random.js'
import { exponential, poisson } from './random.js'

describe('utils.random', () => {
  it("gives River's counts and times on one generator", () => {
    const rng = new Random(42)
    const rates = [1, 1, 1, 6, 6, 6, 0.5, 20, 0.01, 6]
    expect(rates.map((rate) => poisson(rate, rng))).toEqual([1, 0, 0, 5, 3, 5, 1, 22, 0, 4])
    expect(exponential(1, rng)).toBeCloseTo(0.23509851645374127, 14)
    expect(exponential(1, rng)).toBeCloseTo(0.31057932113998654, 14)
    expect(exponential(0.2, rng)).toBeCloseTo(0.5518305586691057, 14)
  })

  it('counts nothing at rate 0, and draws nothing', () => {
    const rng = new Random(1)
    expect(poisson(0, rng)).toBe(0)
    expect(rng.getState()).toEqual(new Random(1).getState())
  })

  it('refuses rates that are no rates', () => {
    const rng = new Random(1)
    for (const rate of [-1, Number.NaN, Infinity]) expect(() => poisson(rate, rng)).toThrow('rate')
    expect(() => exponential(0, rng)).toThrow(
      'utils.random.exponential: rate must be a finite number above 0, got 0.',
    )
  })
})
