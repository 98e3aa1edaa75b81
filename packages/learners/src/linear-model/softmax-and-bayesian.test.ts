import { proba } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import * as optim from '../optim/index.js'
import { cholesky, solveLower, solveUpper } from './cholesky.js'
import { BayesianLinearRegression, SoftmaxRegression } from './index.js'

describe('SoftmaxRegression', () => {
  it('agrees with two steps by hand', () => {
    const model = new SoftmaxRegression({ optimizer: new optim.SGD({ lr: 1 }) })
    model.learnOne({ x: 1 }, 'a')
    model.learnOne({ x: 2 }, 'b')
    const a = model.weights.get('a')?.get('x') as number
    const b = model.weights.get('b')?.get('x') as number
    // The first class was alone before the second event: its probability was 1.
    expect([a, b].map((weight) => weight.toFixed(9))).toEqual(['-1.000000000', '2.000000000'])
    const p = model.predictProbaOne({ x: 0.5 }).get('a') as number
    expect(p).toBeCloseTo(1 / (1 + Math.exp(1.5)), 12)
  })

  it('knows nothing before it has learned', () => {
    expect(new SoftmaxRegression().predictProbaOne({ x: 1 })).toEqual(new Map())
    expect(new SoftmaxRegression().predictOne({ x: 1 })).toBeUndefined()
  })

  it('holds weights down by l2, and counts events by their weight', () => {
    const weight = (l2: number, w: number) => {
      const model = new SoftmaxRegression({ l2 })
      for (let i = 0; i < 30; i++) model.learnOne({ x: i % 2 ? 1 : -1 }, i % 2 === 1, { w })
      return model.weights.get(true)?.get('x') as number
    }
    expect(weight(1, 1)).toBeLessThan(weight(0, 1))
    expect(weight(0, 2)).toBeGreaterThan(weight(0, 1))
  })

  it('refuses parts of another kind', () => {
    expect(() => new SoftmaxRegression({ optimizer: {} as never })).toThrow(
      'SoftmaxRegression: option "optimizer" must be an optimizer of optim (or null)',
    )
    expect(() => new SoftmaxRegression({ loss: new optim.losses.Log() as never })).toThrow(
      'SoftmaxRegression: option "loss" must be a loss of several classes (or null), got a Log.',
    )
  })
})

describe('BayesianLinearRegression', () => {
  it('agrees with ridge regression by hand', () => {
    const model = new BayesianLinearRegression({ alpha: 0.5, beta: 2 })
    for (const x of [1, 2]) model.learnOne({ x }, 3 * x)
    // Precision 0.5 + 2 * (1 + 4), pulled by 2 * 3 * (1 + 4).
    expect(model.weights.get('x')).toBeCloseTo(30 / 10.5, 12)
    const told = model.predictOne({ x: 2 }, { withDist: true })
    expect(told).toBeInstanceOf(proba.Gaussian)
    expect(told.mu).toBeCloseTo(60 / 10.5, 12)
    expect(told.sigma ** 2).toBeCloseTo(0.5 + 4 / 10.5, 12)
  })

  it('is less sure of features it has not met', () => {
    const model = new BayesianLinearRegression({ alpha: 0.25 })
    model.learnOne({ x: 1 }, 1)
    expect(model.predictOne({ y: 3 }, { withDist: true }).sigma ** 2).toBeCloseTo(1 + 36, 12)
  })

  it('takes a weight for so many observations', () => {
    const [weighted, repeated] = [0, 1].map(() => new BayesianLinearRegression())
    weighted.learnOne({ a: 1, b: 2 }, 3, { w: 2 })
    for (let i = 0; i < 2; i++) repeated.learnOne({ a: 1, b: 2 }, 3)
    const told = weighted.predictOne({ a: 1, b: 1 })
    expect(told).toBeCloseTo(repeated.predictOne({ a: 1, b: 1 }), 12)
  })

  it('forgets with smoothing', () => {
    const [steady, moving] = [null, 0.9].map(
      (smoothing) => new BayesianLinearRegression({ smoothing }),
    )
    for (const model of [steady, moving]) {
      for (let i = 0; i < 400; i++) model.learnOne({ x: 1 }, i < 300 ? 0 : 8)
    }
    expect(steady.predictOne({ x: 1 })).toBeCloseTo(2, 1)
    expect(moving.predictOne({ x: 1 })).toBeCloseTo(8, 2)
  })

  it('goes on when what a feature says has faded away', () => {
    const model = new BayesianLinearRegression({ smoothing: 0.01 })
    model.learnOne({ a: 1, b: 1 }, 1)
    for (let i = 0; i < 400; i++) model.learnOne({ a: 1 }, 2)
    expect(model.predictOne({ a: 1, b: 1 })).toBeCloseTo(2, 9)
  })

  it('refuses more features than its matrix has room for', () => {
    const model = new BayesianLinearRegression()
    const wide = Object.fromEntries(Array.from({ length: 4097 }, (_, i) => [`f${i}`, 1]))
    expect(() => model.learnOne(wide, 1)).toThrow(
      'BayesianLinearRegression: takes at most 4096 features, got 4097.',
    )
    expect(model.schema.size).toBe(0)
  })
})

describe('the Cholesky factor', () => {
  it('solves what a matrix is asked', () => {
    const a = Float64Array.of(4, 2, 0, 2, 5, 1, 0, 1, 3)
    const l = cholesky(a, 3, 3)
    const x = Float64Array.of(10, 15, 11) // a times (1, 2, 3) is (8, 15, 11)
    x[0] = 8
    solveLower(l, 3, x)
    solveUpper(l, 3, x)
    expect([...x].map((value) => value.toFixed(9))).toEqual([
      '1.000000000',
      '2.000000000',
      '3.000000000',
    ])
  })
})
