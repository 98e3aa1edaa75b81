import { InvalidOptionError, stats } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { StatisticRegressor } from '../dummy/index.js'
import { LinearRegression } from '../linear-model/index.js'
import { Interval, RegressionJackknife } from './index.js'

const zero = () => new StatisticRegressor({ statistic: new stats.Sum() })
const line = () => new LinearRegression({ interceptLr: 0.1 })

describe('Interval', () => {
  it('contains its bounds', () => {
    const interval = new Interval({ lower: 1, upper: 2 })
    expect([0.9, 1, 2, 2.1].map((x) => interval.contains(x))).toEqual([false, true, true, false])
    expect([interval.center, interval.width]).toEqual([1.5, 1])
    expect(String(interval)).toBe('Interval({ lower: 1, upper: 2 })')
  })

  it('needs both bounds', () => {
    expect(() => new Interval({ lower: 1 } as never)).toThrow(InvalidOptionError)
  })
})

describe('RegressionJackknife', () => {
  it('adds the quantiles of the last errors to what is predicted', () => {
    const model = new RegressionJackknife({
      regressor: line(),
      confidenceLevel: 0.5,
      windowSize: 4,
    })
    const errors: number[] = []
    for (let i = 0; i < 30; i++) {
      const x = { a: (i % 5) / 5 }
      const y = i % 7
      errors.push(y - model.predictOne(x))
      model.learnOne(x, y)
    }
    const [a, b, c, d] = errors.slice(-4).sort((p, q) => p - q)
    const x = { a: 0.3 }
    const predicted = model.predictOne(x)
    const { lower, upper } = model.predictOne(x, { withInterval: true })
    expect(lower).toBeCloseTo(predicted + a + 0.75 * (b - a), 10)
    expect(upper).toBeCloseTo(predicted + c + 0.25 * (d - c), 10)
  })

  it('is as wide as the confidence asks for', () => {
    const widths = [0.5, 0.9, 0.99].map((confidenceLevel) => {
      const model = new RegressionJackknife({ regressor: line(), confidenceLevel })
      for (let i = 0; i < 400; i++) model.learnOne({ a: 1 }, (i * 37) % 100)
      return model.predictOne({ a: 1 }, { withInterval: true }).width
    })
    expect(widths[0]).toBeLessThan(widths[1])
    expect(widths[1]).toBeLessThan(widths[2])
  })

  it('tells the prediction itself while there was no error', () => {
    const model = new RegressionJackknife({ regressor: zero() })
    expect(model.predictOne({}, { withInterval: true })).toEqual(
      new Interval({ lower: 0, upper: 0 }),
    )
  })

  it('contains about as many values as it says', () => {
    const model = new RegressionJackknife({ regressor: line(), confidenceLevel: 0.8 })
    let inside = 0
    for (let i = 0; i < 2000; i++) {
      const y = (i * 7919) % 101
      if (i >= 1000) inside += Number(model.predictOne({}, { withInterval: true }).contains(y))
      model.learnOne({}, y)
    }
    expect(inside / 1000).toBeGreaterThan(0.75)
    expect(inside / 1000).toBeLessThan(0.85)
  })
})
