import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Gaussian } from './gaussian.js'
import { MultivariateGaussian, type Point } from './multivariate-gaussian.js'
import { reloaded } from './proba.test-support.js'

const value = fc.double({ min: -100, max: 100, noNaN: true })
const points = fc.array(fc.record({ b: value, a: value, c: value }), { maxLength: 20 })
const seeing = (list: readonly Point[]): MultivariateGaussian => {
  const gaussian = new MultivariateGaussian({ seed: 1 })
  for (const x of list) gaussian.update(x)
  return gaussian
}
const table = (gaussian: MultivariateGaussian): number[] =>
  [...gaussian.var.values()].flatMap((row) => [...row.values()])

function expectSame(a: MultivariateGaussian, b: MultivariateGaussian): void {
  const [first, second] = [table(a), table(b)]
  for (const [i, covariance] of second.entries()) expect(first[i]).toBeCloseTo(covariance, 6)
  for (const [name, mean] of b.mu) expect(a.mu.get(name)).toBeCloseTo(mean, 8)
}

describe('proba.MultivariateGaussian', () => {
  it('has the density of one number, and the product where two are independent', () => {
    const one = seeing([{ a: 1 }, { a: 4 }, { a: 6 }])
    const plain = new Gaussian()
    for (const x of [1, 4, 6]) plain.update(x)
    expect(one.call({ a: 3 })).toBeCloseTo(plain.call(3), 14)
    const square = seeing([-1, 1].flatMap((a) => [-2, 2].map((b) => ({ a, b }))))
    const density = (x: number, variance: number): number =>
      Math.exp(-(x ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance)
    expect(square.call({ a: 0.5, b: 1 })).toBeCloseTo(density(0.5, 4 / 3) * density(1, 16 / 3), 14)
  })

  it('prints means and covariances in the order of the names', () => {
    const gaussian = seeing([
      { b: 1, a: 2 },
      { b: 3, a: 4 },
    ])
    expect(String(gaussian)).toBe(
      '𝒩(\n    μ=(3.000, 2.000),\n    σ^2=(\n        [2.000 2.000]\n' +
        '        [2.000 2.000]\n    )\n)',
    )
    expect(gaussian.sigma.get('a')?.get('a')).toBe(Math.SQRT2)
  })

  it('has no density where it is flat, and none before it has seen anything', () => {
    expect(seeing([]).call({})).toBe(0)
    expect(seeing([{ a: 1, b: 2 }]).call({ a: 1, b: 2 })).toBe(0)
    const line = seeing([1, 2, 3, 5].map((a) => ({ a, b: 2 * a })))
    expect(line.call({ a: 1, b: 2 })).toBe(0)
    const drawn = line.sample()
    expect(drawn.get('b')).toBeCloseTo(2 * (drawn.get('a') as number), 9)
  })

  it('merged has seen what both have', () => {
    fc.assert(
      fc.property(points, points, (first, second) => {
        const both = seeing(first)
        both.merge(seeing(second))
        expectSame(both, seeing([...first, ...second]))
      }),
    )
  })

  it('forgets what is reverted', () => {
    fc.assert(
      fc.property(points, points, (kept, gone) => {
        const gaussian = seeing([...kept, ...gone])
        for (const x of gone) gaussian.revert(x)
        if (kept.length > 0) expectSame(gaussian, seeing(kept))
        expect(gaussian.nSamples).toBe(kept.length)
      }),
    )
  })

  it('takes names that come later, more than it had room for', () => {
    const wide: Record<string, number> = {}
    for (let i = 0; i < 9; i++) wide[`x${i}`] = i
    const gaussian = seeing([{ x0: 1, x1: null }, wide, { ...wide, x8: 2 }])
    expect(gaussian.mu.get('x0')).toBeCloseTo(1 / 3, 15)
    expect(gaussian.var.get('x8')?.get('x8')).toBe(18)
    expect(gaussian.nSamples).toBe(2)
  })

  it('goes on after saving and loading as if nothing had been', () => {
    fc.assert(
      fc.property(points, (list) => {
        const gaussian = seeing([{ a: 1, b: 2, ['__proto__']: 5 }, ...list])
        const other = reloaded(gaussian)
        for (const one of [gaussian, other]) one.update({ a: 3, d: 4 })
        expect(other.var).toEqual(gaussian.var)
        expect(other.sample()).toEqual(gaussian.sample())
      }),
    )
  })

  it('refuses what is no event, and is as it was', () => {
    const gaussian = seeing([{ a: 1, b: 2 }])
    const before = table(gaussian)
    expect(() => gaussian.update({ a: 1, b: 'x' } as never)).toThrow(
      'MultivariateGaussian: feature "b" must be a finite number, got "x".',
    )
    expect(() => gaussian.update(5 as never)).toThrow(
      'MultivariateGaussian: must get an object of numbers, got 5.',
    )
    expect(() => gaussian.revert({ a: 1, z: 1 })).toThrow(
      'MultivariateGaussian: cannot take back what never came, got "z".',
    )
    expect(() => gaussian.revert({ a: 1, b: 2 }, { w: 2 })).toThrow(
      'MultivariateGaussian: cannot take back more than the 1 it has seen, got 2.',
    )
    expect(() => gaussian.call({ a: 1 })).toThrow(
      'MultivariateGaussian: feature "b" must be a finite number, got undefined.',
    )
    expect(table(gaussian)).toEqual(before)
  })
})
