import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as losses from './index.js'

const value = fc.double({ min: -5, max: 5, noNaN: true })

/** Where a loss is smooth its slope is what a small change of the prediction adds. */
function expectSlope(
  loss: { call(y: number, p: number): number; gradient(y: number, p: number): number },
  y: number,
  p: number,
): void {
  const h = 1e-5
  const slope = (loss.call(y, p + h) - loss.call(y, p - h)) / (2 * h)
  const kinked = Math.abs(loss.gradient(y, p + 2 * h) - loss.gradient(y, p - 2 * h)) > 1e-2
  if (!kinked) expect(loss.gradient(y, p)).toBeCloseTo(slope, 3)
}

describe('a loss of numbers', () => {
  const smooth = {
    Absolute: new losses.Absolute(),
    Huber: new losses.Huber({ epsilon: 1.5 }),
    Poisson: new losses.Poisson(),
    Squared: new losses.Squared(),
    EpsilonInsensitiveHinge: new losses.EpsilonInsensitiveHinge({ eps: 0.5 }),
    'EpsilonInsensitiveHinge of plain values': new losses.EpsilonInsensitiveHinge({
      eps: 0.5,
      riverCompatible: false,
    }),
  }
  it.each(Object.entries(smooth))('%s has the slope of what it tells', (_, loss) => {
    fc.assert(fc.property(value, value, (y, p) => expectSlope(loss, y, p)))
  })

  it('Cauchy lets an error count the most at C', () => {
    const loss = new losses.Cauchy({ C: 4 })
    expect([2, 4, 8].map((p) => loss.gradient(0, p))).toEqual([1.6, 2, 1.6])
    expect(loss.call(1, 4)).toBe(3)
  })

  it('Quantile is least where a share of alpha lies below', () => {
    const loss = new losses.Quantile({ alpha: 0.75 })
    const values = [1, 2, 3, 4]
    const slope = (p: number) => values.reduce((sum, y) => sum + loss.gradient(y, p), 0)
    expect(slope(2.5)).toBeLessThan(0)
    expect(slope(3.5)).toBe(0)
    expect(slope(5)).toBeGreaterThan(0)
  })

  it('EpsilonInsensitiveHinge compares with 2y - 1 as River does, or with y', () => {
    const told = [true, false].map((riverCompatible) => {
      const loss = new losses.EpsilonInsensitiveHinge({ eps: 1, riverCompatible })
      return [loss.call(4, 4), loss.gradient(4, 4), loss.gradient(4, 9), loss.gradient(4, 2)]
    })
    expect(told).toEqual([
      [2, -1, 1, -1],
      [0, 0, 1, -1],
    ])
  })

  it('leaves a raw output as it is, but for Poisson, where it is a logarithm', () => {
    expect(new losses.Huber().meanFunc(-3)).toBe(-3)
    expect(new losses.Poisson().meanFunc(Math.LN2)).toBeCloseTo(2, 12)
  })
})

describe('a loss of two classes', () => {
  const smooth = {
    Hinge: new losses.Hinge(),
    'Hinge of a threshold': new losses.Hinge({ threshold: 0.25 }),
    Log: new losses.Log(),
    'Log with weights': new losses.Log({ weightPos: 3, weightNeg: 0.5 }),
    BinaryFocalLoss: new losses.BinaryFocalLoss({ gamma: 1.5, beta: 0.5 }),
  }
  it.each(Object.entries(smooth))('%s has the slope of what it tells', (_, loss) => {
    fc.assert(fc.property(fc.constantFrom(0, 1), value, (y, p) => expectSlope(loss, y, p)))
  })

  it.each(Object.entries(smooth))('%s takes false and true, 0 and 1, -1 and 1', (_, loss) => {
    for (const p of [-2, 0.1, 3]) {
      expect(loss.gradient(true, p)).toBe(loss.gradient(1, p))
      expect(loss.gradient(false, p)).toBe(loss.gradient(0, p))
      expect(loss.call(false, p)).toBe(loss.call(-1, p))
    }
  })

  it('counts each class by its weight, also far out', () => {
    const loss = new losses.Log({ weightPos: 3, weightNeg: 0.5 })
    expect([loss.gradient(true, -50), loss.gradient(false, 50)]).toEqual([-3, 0.5])
    expect([loss.call(true, -50), loss.call(false, 50)]).toEqual([150, 25])
    expect(loss.gradient(true, 40)).toBeLessThan(0)
  })

  it('makes a probability of a raw output, flat beyond 30', () => {
    const loss = new losses.Hinge()
    expect([-31, 0, 31].map((raw) => loss.meanFunc(raw))).toEqual([0, 0.5, 1])
  })
})

describe('CrossEntropy', () => {
  it('tells the logarithm of the probability of the truth, times its weight', () => {
    const loss = new losses.CrossEntropy({ classWeight: new Map([['a', 2]]) })
    expect(loss.call('a', { a: 0.25, b: 0.75 })).toBeCloseTo(2 * Math.log(4), 12)
    expect(loss.call('b', { a: 0.25, b: 0.75 })).toBeCloseTo(Math.log(4 / 3), 12)
  })

  it('has a slope for each label, also for a truth that was not foreseen', () => {
    const loss = new losses.CrossEntropy({ classWeight: { c: 0.5 } })
    const slopes = loss.gradient('c', new Map([['a', 0.25]]))
    expect([...slopes.keys()]).toEqual(['a', 'c'])
    expect(slopes.get('a')).toBe(0.25)
    expect(slopes.get('c')).toBeCloseTo(-0.5, 12)
  })

  it('makes probabilities of raw outputs', () => {
    const told = new losses.CrossEntropy().meanFunc({ a: 1000, b: 1000 + Math.log(3) })
    expect(told.get('b')).toBeCloseTo(0.75, 12)
  })

  it('refuses weights that are no numbers from 0 on', () => {
    for (const weight of [-1, NaN, 'x']) {
      expect(() => new losses.CrossEntropy({ classWeight: { a: weight as never } })).toThrow(
        /^CrossEntropy: option "classWeight" must have finite numbers of at least 0, got/,
      )
    }
  })
})
