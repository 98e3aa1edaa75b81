import { compose, Frame, InvalidFeatureError, snapshot, stats, utils } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { OneHotEncoder, PreviousImputer, StandardScaler, StatImputer } from './index.js'

describe('PreviousImputer', () => {
  it('fills in what is null with the last value, and adds nothing that is absent', () => {
    const imputer = new PreviousImputer()
    imputer.learnOne({ shop: 'north', amount: 3, day: null })
    expect(imputer.transformOne({ shop: null })).toEqual({ shop: 'north' })
    expect(imputer.transformOne({ day: null, other: null })).toEqual({ day: null, other: null })
  })

  it('takes a feature for what its first value is, however often it was null before', () => {
    const imputer = new PreviousImputer()
    for (const day of [null, null, 'sat']) imputer.learnOne({ day })
    const loaded = load<PreviousImputer>(snapshot.save(imputer))
    expect(loaded.transformOne({ day: null })).toEqual({ day: 'sat' })
    const open = new PreviousImputer()
    open.learnOne({ day: null })
    const again = load<PreviousImputer>(snapshot.save(open))
    again.learnOne({ day: 5 })
    expect(again.transformOne({ day: null })).toEqual({ day: 5 })
  })

  it('fills in the empty cells of a frame', () => {
    const imputer = new PreviousImputer()
    const frame = Frame.fromColumns({ a: [1, null, 3], shop: ['x', null, null] })
    imputer.learnMany(frame)
    expect(imputer.transformMany(frame).row(1)).toEqual({ a: 3, shop: 'x' })
  })
})

describe('StatImputer', () => {
  it('fills in a statistic of the values, or a constant', () => {
    const imputer = new StatImputer(['a', new stats.Mean()], ['shop', new stats.Mode()], ['b', 7])
    imputer.learnOne({ a: 1, b: 2, shop: 'north' })
    imputer.learnOne({ a: null, b: null, shop: 'south' })
    imputer.learnOne({ a: 4, b: null, shop: 'south' })
    const x = { a: null, b: null, shop: null, c: null }
    expect(imputer.transformOne(x)).toEqual({ a: 2.5, b: 7, shop: 'south', c: null })
  })

  it('takes windows, and leaves the statistics that it is given alone', () => {
    const mean = new stats.Mean()
    const last = new utils.Rolling({ cls: stats.Mean, windowSize: 1 })
    const imputer = new StatImputer(['a', mean], ['b', last])
    for (const a of [1, 3]) imputer.learnOne({ a, b: a })
    expect(imputer.transformOne({ a: null, b: null })).toEqual({ a: 2, b: 3 })
    expect(mean.n).toBe(0)
    expect(String(imputer.clone())).toBe(String(imputer))
  })

  it('fills in nothing while there is nothing to tell', () => {
    const imputer = new StatImputer(['a', new stats.Quantile()])
    expect(imputer.transformOne({ a: null })).toEqual({ a: null })
  })

  it('refuses a string for a statistic of numbers, before any has learned', () => {
    const imputer = new StatImputer(['b', new stats.Count()], ['a', new stats.Mean()])
    expect(() => imputer.learnOne({ b: 1, a: 'x' })).toThrow(InvalidFeatureError)
    expect(imputer.transformOne({ b: null })).toEqual({ b: 0 })
    expect(() => new StatImputer(['a', {} as never])).toThrow(
      'StatImputer: option "imputers" must be pairs of a feature and a statistic or a constant',
    )
  })
})

describe('nulls in a pipeline', () => {
  it('reach the imputer, and what follows gets its values', () => {
    const model = new compose.Pipeline(
      new StatImputer(['a', new stats.Mean()]),
      new StandardScaler({ withStd: false }),
    )
    for (const a of [1, 3]) model.learnOne({ a })
    expect(model.transformOne({ a: null })).toEqual({ a: 0 })
    const passed = new compose.Pipeline(new PreviousImputer(), new OneHotEncoder())
    passed.learnOne({ a: null })
    expect(passed.transformOne({ a: null })).toEqual({ a_None: 1 })
  })
})
