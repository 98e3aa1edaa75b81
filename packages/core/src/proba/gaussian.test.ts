import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Gaussian } from './gaussian.js'
import { reloaded } from './proba.test-support.js'

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 30 })
const seeing = (values: readonly number[]): Gaussian => {
  const gaussian = new Gaussian({ seed: 7 })
  for (const x of values) gaussian.update(x)
  return gaussian
}

function expectSame(a: Gaussian, b: Gaussian): void {
  expect(a.nSamples).toBeCloseTo(b.nSamples, 9)
  expect(a.mu).toBeCloseTo(b.mu, 4)
  expect(Math.abs(a.sigma ** 2 - b.sigma ** 2)).toBeLessThan(1e-2 + 1e-6 * b.sigma ** 2)
}

describe('proba.Gaussian', () => {
  it('has mean, deviation, density and distribution of what it has seen', () => {
    const gaussian = seeing([6, 7])
    expect(String(gaussian)).toBe('𝒩(μ=6.500, σ=0.707)')
    expect(gaussian.call(6.5)).toBeCloseTo(0.5641895835477563, 15)
    expect(gaussian.logPdf(6.5)).toBeCloseTo(Math.log(0.5641895835477563), 14)
    expect(gaussian.cdf(6.5)).toBe(0.5)
    expect(gaussian.mode).toBe(6.5)
  })

  it('has no density while there is no variance', () => {
    for (const values of [[], [5], [5, 5]]) {
      const gaussian = seeing(values)
      expect([gaussian.call(5), gaussian.cdf(5), gaussian.logPdf(5)]).toEqual([0, 0, -Infinity])
      expect(gaussian.sigma).toBe(0)
    }
  })

  it('merged has seen what both have', () => {
    fc.assert(
      fc.property(numbers, numbers, (first, second) => {
        const both = seeing(first)
        both.merge(seeing(second))
        expectSame(both, seeing([...first, ...second]))
      }),
    )
  })

  it('forgets what is reverted, and weighs what comes with a weight', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 1, max: 5 }), (kept, gone, w) => {
        const gaussian = seeing(kept)
        for (const x of gone) gaussian.update(x, { w })
        expectSame(gaussian, seeing([...kept, ...gone.flatMap((x) => Array(w).fill(x))]))
        for (const x of gone) gaussian.revert(x, { w })
        expectSame(gaussian, seeing(kept))
      }),
    )
  })

  it('goes on after saving and loading as if nothing had been', () => {
    const gaussian = seeing([1, 2, 4])
    gaussian.sample()
    const other = reloaded(gaussian)
    for (const one of [gaussian, other]) one.update(8)
    expect([other.mu, other.sigma, other.sample()]).toEqual([
      gaussian.mu,
      gaussian.sigma,
      gaussian.sample(),
    ])
  })

  it('refuses what is no number, and is as it was', () => {
    const gaussian = seeing([1, 2])
    expect(() => gaussian.update(Number.NaN)).toThrow(
      'Gaussian: the value must be a finite number, got NaN.',
    )
    expect(() => gaussian.update(1, { w: -1 })).toThrow(
      'Gaussian: the weight w must be a finite number from 0, got -1.',
    )
    expect(() => gaussian.revert(1, { w: 3 })).toThrow(
      'Gaussian: cannot take back more than the 2 it has seen, got 3.',
    )
    expect(() => gaussian.merge({} as Gaussian)).toThrow(
      'Gaussian: can be merged with a Gaussian only, got an object.',
    )
    expect(() => new Gaussian({ seed: 0.5 })).toThrow(
      'Gaussian: option "seed" must be an integer or a bigint (or null), got 0.5.',
    )
    expectSame(gaussian, seeing([1, 2]))
  })
})
