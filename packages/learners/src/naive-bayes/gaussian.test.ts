import { random } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { GaussianNB } from './index.js'

describe('GaussianNB', () => {
  it('agrees with a calculation by hand', () => {
    const model = new GaussianNB()
    for (const height of [100, 120]) model.learnOne({ height }, 'child') // mean 110, variance 100
    for (const height of [170, 190]) model.learnOne({ height }, 'adult') // mean 180, variance 100

    // 130 lies 20 from one mean and 50 from the other: odds exp((50² - 20²) / 200) = exp(10.5)
    const child = 1 / (1 + Math.exp(-10.5))
    expect(model.predictProbaOne({ height: 130 }).get('child')).toBeCloseTo(child, 6)
    expect(model.pClass('child')).toBe(0.5)
    expect(model.pClass('stranger')).toBe(0)
  })

  it('lets a feature with no spread yet say nothing', () => {
    const model = new GaussianNB()
    model.learnOne({ height: 110 }, 'child')
    model.learnOne({ height: 180 }, 'adult')
    const even = new Map([
      ['child', 0.5],
      ['adult', 0.5],
    ])
    expect(model.predictProbaOne({ height: 110 })).toEqual(even)
    expect(model.predictProbaOne({})).toEqual(even)
  })

  it('counts an event with weight 3 like the same event three times', () => {
    const [heavy, often] = [new GaussianNB(), new GaussianNB()]
    const rng = new random.Random(2)
    for (let i = 0; i < 60; i++) {
      const x = { a: rng.gauss(i % 2, 1), b: rng.random() }
      heavy.learnOne(x, i % 2, { w: 3 })
      for (let k = 0; k < 3; k++) often.learnOne(x, i % 2)
    }
    for (const [label, p] of heavy.predictProbaOne({ a: 0.3, b: 0.4 })) {
      expect(p).toBeCloseTo(Number(often.predictProbaOne({ a: 0.3, b: 0.4 }).get(label)), 9)
    }
  })

  it('gives the logarithm of the joint likelihood: the highest is what it predicts', () => {
    const model = new GaussianNB()
    const rng = new random.Random(4)
    expect(model.jointLogLikelihood({ a: 1 })).toEqual(new Map())
    for (let i = 0; i < 90; i++) model.learnOne({ a: rng.gauss(i % 3, 0.5) }, i % 3)
    for (const a of [-1, 0.6, 1.4, 3]) {
      const [best] = [...model.jointLogLikelihood({ a })].sort((p, q) => q[1] - p[1])
      expect(model.predictOne({ a })).toBe(best[0])
    }
  })

  it('stays a number however far an event lies from all it has seen', () => {
    const model = new GaussianNB()
    for (let i = 0; i < 50; i++) model.learnOne({ a: i % 5, b: (i % 7) / 1e9 }, i % 2)
    for (const far of [1e3, 1e9, 1e150, 1e300, -1e300, 1.7e308]) {
      const proba = [...model.predictProbaOne({ a: far, b: far }).values()]
      expect(proba.every(Number.isFinite)).toBe(true)
      expect(model.predictOne({ a: far, b: far })).toBeTypeOf('number')
    }
  })
})
