import {
  compose,
  Frame,
  InvalidFeatureError,
  InvalidLabelError,
  snapshot,
  stats,
  utils,
} from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { Agg, TargetAgg } from './index.js'

const HOUR = 3_600_000

describe('Agg', () => {
  it('keeps a statistic for each group; a missing value is a group of its own', () => {
    const agg = new Agg({ on: 'price', by: ['shop', 'day'], how: new stats.Mean() })
    agg.learnOne({ shop: 'a', day: 1, price: 10 })
    agg.learnOne({ shop: 'a', day: 2, price: 30 })
    agg.learnOne({ shop: 'a', day: null, price: 50 })
    const of = (day: number | null) => agg.transformOne({ shop: 'a', day })
    expect(of(1)).toEqual({ price_mean_by_shop_and_day: 10 })
    expect(of(null)).toEqual({ price_mean_by_shop_and_day: 50 })
    expect(of(3)).toEqual({ price_mean_by_shop_and_day: 0 })
    expect([...agg.state]).toEqual([
      [['a', 1], 10],
      [['a', 2], 30],
      [['a', null], 50],
    ])
    const one = new Agg({ on: 'price', by: 'shop', how: new stats.Sum() })
    one.learnOne({ shop: 'a', price: 2 })
    expect(one.state).toEqual(new Map([['a', 2]]))
  })

  it('names its feature for what it does', () => {
    const name = (how: never, by: string[] | null) =>
      Object.keys(new Agg({ on: 'x', by, how }).transformOne({}))[0]
    const rolling = new utils.Rolling({ cls: stats.Var, windowSize: 3 })
    expect(name(new stats.Quantile() as never, null)).toBe('x_quantile')
    expect(name(new stats.EWMean({ fadingFactor: 0.3 }) as never, ['a'])).toBe('x_ewm_0.3_by_a')
    expect(name(new stats.RollingMax({ windowSize: 4 }) as never, null)).toBe('x_rollingmax_4')
    expect(name(rolling as never, ['a', 'b'])).toBe('x_var_by_a_and_b')
  })

  it('takes labels where the statistic does, and gives null while there is nothing', () => {
    const agg = new Agg({ on: 'day', by: 'shop', how: new stats.Mode() })
    expect(agg.transformOne({ shop: 'a' })).toEqual({ day_mode_by_shop: null })
    for (const day of ['sat', 'sun', 'sun']) agg.learnOne({ shop: 'a', day })
    expect(agg.transformOne({ shop: 'a' })).toEqual({ day_mode_by_shop: 'sun' })
    const mean = new Agg({ on: 'day', by: null, how: new stats.Mean() })
    expect(() => mean.learnOne({ day: 'sun' })).toThrow(InvalidFeatureError)
    mean.learnOne({ shop: 'a' })
    expect(mean.state.size).toBe(0)
  })

  it('windows of time take the time of the event', () => {
    const how = new utils.TimeRolling({ cls: stats.Sum, period: HOUR })
    const agg = new Agg({ on: 'x', by: null, how })
    agg.learnOne({ x: 1 }, { t: 0 })
    agg.learnOne({ x: 2 }, { t: new Date(HOUR / 2) })
    agg.learnOne({ x: 4 }, { t: 1.2 * HOUR })
    expect(agg.transformOne({})).toEqual({ x_sum: 6 })
    expect(() => agg.learnOne({ x: 8 })).toThrow('the time t must be a Date or milliseconds')
    expect(load<Agg>(snapshot.save(agg)).transformOne({})).toEqual({ x_sum: 6 })
    const plain = new Agg({ on: 'x', by: null, how: new stats.Sum() })
    expect(() => plain.learnOne({ x: 1 }, { t: 5 })).toThrow('t is for a TimeRolling')
  })

  it('refuses what is no statistic of one variable', () => {
    for (const how of [new stats.Cov(), new stats.ChiSquared(), {}, stats.Mean]) {
      expect(() => new Agg({ on: 'x', by: null, how: how as never })).toThrow('option "how"')
    }
    expect(() => new Agg({ on: 'x', by: 5 as never, how: new stats.Mean() })).toThrow(
      'Agg: option "by" must be a feature or a list of them (or null), got 5.',
    )
  })
})

describe('TargetAgg', () => {
  it('keeps a statistic of the target for each group, the same from frames', () => {
    const [one, many] = [0, 1].map(() => new TargetAgg({ by: 'shop', how: new stats.Mean() }))
    const xs = ['a', 'b', 'a', 'c'].map((shop) => ({ shop }))
    xs.forEach((x, i) => {
      one.learnOne(x, i)
    })
    many.learnMany(Frame.fromRows(xs), [0, 1, 2, 3])
    expect(one.transformOne({ shop: 'a' })).toEqual({ y_mean_by_shop: 1 })
    expect(many.state).toEqual(one.state)
  })

  it('targetName, windows of time and labels', () => {
    const how = new utils.TimeRolling({ cls: stats.Mean, period: HOUR })
    const agg = new TargetAgg({ by: null, how, targetName: 'sales' })
    agg.learnOne({}, 5, { t: 0 } as never)
    expect(agg.transformOne({})).toEqual({ sales_mean: 5 })
    const mode = new TargetAgg({ by: null, how: new stats.Mode() })
    for (const y of ['ham', 'spam', 'spam']) mode.learnOne({}, y)
    expect(mode.transformOne({})).toEqual({ y_mode: 'spam' })
    const mean = new TargetAgg({ by: null, how: new stats.Mean() })
    expect(() => mean.learnOne({}, 'spam')).toThrow(InvalidLabelError)
    for (const y of [true, false]) mean.learnOne({}, y)
    expect(mean.transformOne({})).toEqual({ y_mean: 0.5 })
  })

  it('learns in a pipeline, after it has transformed', () => {
    const model = new compose.Pipeline(new TargetAgg({ by: 'shop', how: new stats.Count() }))
    for (let i = 0; i < 3; i++) model.learnOne({ shop: 'a' }, 1)
    expect(model.transformOne({ shop: 'a' })).toEqual({ y_count_by_shop: 3 })
  })
})
