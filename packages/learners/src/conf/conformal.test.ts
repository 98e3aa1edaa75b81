import { Frame, random, snapshot, stats } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { StatisticRegressor } from '../dummy/index.js'
import { BayesianLinearRegression, LinearRegression } from '../linear-model/index.js'
import { losses } from '../optim/index.js'
import { ConformalRegressor, Interval, QuantileRegressor } from './index.js'

const zero = () => new StatisticRegressor({ statistic: new stats.Sum() })
const line = () => new LinearRegression({ interceptLr: 0.1 })
const quantile = (alpha: number) =>
  new LinearRegression({ loss: new losses.Quantile({ alpha }), interceptLr: 0.05 })
const WIDE = { withInterval: true } as const

/** A slope that turns and noise that grows, at once and bit by bit. */
function drifting(count: number, seed: number): [{ x: number }, number][] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const x = rng.uniform(-1, 1)
    const slope = i < count / 2 ? 3 : -3
    const noise = i < count / 4 ? 0.2 : i < count / 2 ? 2 : 2 - (1.5 * i) / count
    return [{ x }, slope * x + rng.gauss(0, noise)]
  })
}

/** The share of values inside, overall and in the worst of ten parts. */
function covered(model: ConformalRegressor | QuantileRegressor, seed: number, count = 8000) {
  const parts = new Array<number>(10).fill(0)
  drifting(count, seed).forEach(([x, y], i) => {
    parts[Math.floor((10 * i) / count)] += Number(model.predictOne(x, WIDE).contains(y))
    model.learnOne(x, y)
  })
  return {
    all: parts.reduce((sum, inside) => sum + inside, 0) / count,
    worst: (10 * Math.min(...parts)) / count,
  }
}

describe('ConformalRegressor', () => {
  it('contains as many values as it says on a stream that drifts', () => {
    for (const confidenceLevel of [0.8, 0.95]) {
      for (const seed of [1, 2, 3]) {
        const model = new ConformalRegressor({ regressor: line(), confidenceLevel, gamma: 0.02 })
        const { all, worst } = covered(model, seed)
        expect(Math.abs(all - confidenceLevel)).toBeLessThan(1.02 / (0.02 * 8000))
        expect(worst).toBeGreaterThan(confidenceLevel - 0.06)
      }
    }
  })

  it('follows a drift that errors alone hide', () => {
    const options = { confidenceLevel: 0.9, windowSize: 8000 }
    const still = new ConformalRegressor({ regressor: line(), gamma: 0, ...options })
    const adaptive = new ConformalRegressor({ regressor: line(), gamma: 0.05, ...options })
    expect(covered(still, 4).worst).toBeLessThan(0.75)
    expect(covered(adaptive, 4).worst).toBeGreaterThan(0.85)
  })

  it('keeps its promise on any stream', () => {
    const y = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    )
    const options = { confidenceLevel: 0.7, gamma: 0.1, windowSize: 20 }
    const law = fc.property(fc.array(y, { minLength: 1, maxLength: 200 }), (values) => {
      const model = new ConformalRegressor({ regressor: zero(), ...options })
      for (const value of values) model.learnOne({}, value)
      const bound = 1.1 / (0.1 * values.length)
      expect(Math.abs((model.coverage as number) - 0.7)).toBeLessThanOrEqual(bound + 1e-9)
    })
    fc.assert(law, { numRuns: 100 })
  })

  it('reaches as far as the error of the rank that a new one needs', () => {
    const model = new ConformalRegressor({ regressor: zero(), confidenceLevel: 0.5, gamma: 0 })
    const errors: number[] = []
    for (const y of [4, -1, 2, -9, 3]) {
      errors.push(Math.abs(y - model.predictOne({})))
      model.learnOne({}, y)
    }
    const [, , third] = errors.sort((a, b) => a - b) // of 5 and the one to come
    const predicted = model.predictOne({})
    const { lower, upper } = model.predictOne({}, WIDE)
    expect([lower, upper]).toEqual([predicted - third, predicted + third])
  })

  it('is unbounded until there are errors enough', () => {
    const model = new ConformalRegressor({ regressor: zero(), confidenceLevel: 0.75 })
    expect(model.coverage).toBeUndefined()
    for (let i = 0; i < 2; i++) model.learnOne({}, 0)
    expect(model.predictOne({}, WIDE)).toEqual(new Interval({ lower: -Infinity, upper: Infinity }))
    model.learnOne({}, 0)
    expect(model.predictOne({}, WIDE).width).toBe(0)
    expect(model.coverage).toBe(1)
  })

  it('looks at the last errors only', () => {
    const width = (windowSize: number) => {
      const regressor = new StatisticRegressor({ statistic: new stats.Quantile({ q: 0.5 }) })
      const model = new ConformalRegressor({
        regressor,
        windowSize,
        gamma: 0,
        confidenceLevel: 0.9,
      })
      for (let i = 0; i < 300; i++) model.learnOne({}, (i < 200 ? 10 : 0.1) * (i % 2 ? 1 : -1))
      return model.predictOne({}, WIDE).width
    }
    expect(width(50)).toBeLessThan(width(300) / 2)
  })

  it('makes intervals of quantiles keep what they promise, and narrow where noise is low', () => {
    const rng = new random.Random(5)
    const between = new QuantileRegressor({
      regressor: line(),
      lower: quantile(0.3),
      upper: quantile(0.7),
    })
    const model = new ConformalRegressor({ regressor: between, confidenceLevel: 0.9, gamma: 0.01 })
    let inside = 0
    for (let i = 0; i < 6000; i++) {
      const noisy = Number(rng.random() < 0.5)
      const y = rng.gauss(0, noisy ? 4 : 0.4)
      const x = { noisy, calm: 1 - noisy }
      if (i >= 3000) inside += Number(model.predictOne(x, WIDE).contains(y))
      model.learnOne(x, y)
    }
    expect(inside / 3000).toBeGreaterThan(0.87)
    expect(inside / 3000).toBeLessThan(0.93)
    const [noisy, calm] = [
      { noisy: 1, calm: 0 },
      { noisy: 0, calm: 1 },
    ].map((x) => model.predictOne(x, WIDE).width)
    expect(noisy).toBeGreaterThan(calm)
  })

  it('takes a regressor that knows of other answers, and predicts what it predicts', () => {
    const regressor = new BayesianLinearRegression()
    const model = new ConformalRegressor({ regressor, confidenceLevel: 0.5 })
    for (let i = 0; i < 30; i++) model.learnOne({ x: i % 3 }, i % 3, { w: 2 })
    expect(model.predictOne({ x: 1 })).toBe(regressor.predictOne({ x: 1 }))
    expect(model.predictMany(Frame.fromRows([{ x: 1 }]))[0]).toBe(model.predictOne({ x: 1 }))
    expect(model.predictOne({ x: 1 }, WIDE).contains(model.predictOne({ x: 1 }))).toBe(true)
  })

  it('goes on after a snapshot as if it had not been interrupted', () => {
    const model = new ConformalRegressor({ regressor: line(), windowSize: 30 })
    covered(model, 6, 100)
    const loaded = load<ConformalRegressor>(snapshot.save(model))
    expect(covered(loaded, 7, 100)).toEqual(covered(model, 7, 100))
    expect(loaded.predictOne({ x: 1 }, WIDE)).toEqual(model.predictOne({ x: 1 }, WIDE))
    expect(loaded.coverage).toBe(model.coverage)
  })

  it('refuses a confidence that is no share', () => {
    expect(() => new ConformalRegressor({ regressor: line(), confidenceLevel: 1 })).toThrow(
      'ConformalRegressor: option "confidenceLevel" must be',
    )
  })
})

describe('QuantileRegressor', () => {
  it('tells about the share of values that lies between its quantiles', () => {
    const model = new QuantileRegressor({
      regressor: line(),
      lower: quantile(0.1),
      upper: quantile(0.9),
    })
    const rng = new random.Random(8)
    let inside = 0
    for (let i = 0; i < 4000; i++) {
      const y = rng.gauss(3, 1)
      if (i >= 1000) inside += Number(model.predictOne({ one: 1 }, WIDE).contains(y))
      model.learnOne({ one: 1 }, y)
    }
    expect(inside / 3000).toBeGreaterThan(0.77)
    expect(inside / 3000).toBeLessThan(0.83)
  })

  it('turns an interval round whose quantiles have crossed', () => {
    const [lower, upper] = [quantile(0.9), quantile(0.1)]
    const model = new QuantileRegressor({ regressor: line(), lower, upper })
    for (let i = 0; i < 200; i++) model.learnOne({}, i % 10)
    const interval = model.predictOne({}, WIDE)
    expect(interval.lower).toBeLessThan(interval.upper)
  })

  it('learns with copies: the models it was given stay as they are', () => {
    const models = { regressor: line(), lower: quantile(0.1), upper: quantile(0.9) }
    const model = new QuantileRegressor(models)
    model.learnOne({ x: 1 }, 5)
    expect(models.regressor.predictOne({ x: 1 })).toBe(0)
    expect(model.learning.map((one) => one.predictRow.length)).toEqual([1, 1, 1])
    expect(model.predictOne({ x: 1 })).toBeGreaterThan(0)
  })
})
