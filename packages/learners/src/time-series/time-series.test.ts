import { compose, evaluate, metrics, SnapshotError, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LinearRegression } from '../linear-model/index.js'
import { SGD } from '../optim/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { Differencer } from './differencer.js'
import { HoltWinters, type HoltWintersOptions } from './holt-winters.js'
import * as timeSeries from './index.js'
import { SNARIMAX } from './snarimax.js'

const season = (t: number) => 50 + 10 * Math.sin((t / 6) * Math.PI) + t / 10
const learners = [
  HoltWinters,
  SNARIMAX,
  compose.Pipeline,
  StandardScaler,
  LinearRegression,
  SGD,
] as never

describe('HoltWinters', () => {
  it('smooths the level: worked out by hand', () => {
    const model = new HoltWinters({ alpha: 0.5 })
    for (const y of [10, 20]) model.learnOne(y)
    expect(model.forecast(2)).toEqual([15, 15])
    model.learnOne(25)
    expect(model.forecast(2)).toEqual([20, 20])
  })

  it('carries a trend on, and repeats a season', () => {
    const trend = new HoltWinters({ alpha: 0.5, beta: 0.5 })
    for (const y of [10, 12, 16]) trend.learnOne(y)
    // level 0.5·16 + 0.5·(11 + 2) = 14.5, trend 0.5·(14.5 − 11) + 0.5·2 = 2.75
    expect(trend.forecast(2)).toEqual([17.25, 20])
    const options = { alpha: 0.1, beta: 0.1, gamma: 0.9, seasonality: 12 }
    for (const multiplicative of [true, false]) {
      const model = new HoltWinters({ ...options, multiplicative })
      for (let t = 0; t < 600; t++) model.learnOne(season(t))
      model.forecast(24).forEach((y, h) => {
        expect(Math.abs(y - season(600 + h))).toBeLessThan(3)
      })
    }
  })

  it('says how many values it needs before it can forecast', () => {
    const model = new HoltWinters({ alpha: 0.5, beta: 0.1, gamma: 0.1, seasonality: 4 })
    for (let t = 0; t < 3; t++) model.learnOne(t)
    expect(() => model.forecast(1)).toThrow(
      'HoltWinters: must learn 4 values before it can forecast, got 3.',
    )
    model.learnOne(3)
    expect(model.forecast(9)).toHaveLength(9)
  })

  it('refuses options without meaning or effect', () => {
    const refusals: [Partial<HoltWintersOptions>, string][] = [
      [{}, 'HoltWinters: option "alpha" is required'],
      [{ alpha: 2 }, '"alpha" must be a finite number of at least 0 and at most 1, got 2.'],
      [{ alpha: 0.1, seasonality: 3 }, '"gamma" must be given with seasonality.'],
      [
        { alpha: 0.1, beta: 0.1, gamma: 0.1 },
        '"gamma" has no effect without seasonality, got 0.1.',
      ],
      [{ alpha: 0.1, gamma: 0.1, seasonality: 3 }, '"beta" must be given with gamma.'],
      [{ alpha: 0.1, beta: 0 }, '"beta" must be a finite number of above 0 and at most 1'],
    ]
    for (const [options, text] of refusals) expect(() => new HoltWinters(options)).toThrow(text)
  })

  it('refuses a value that is no number, and is then as before', () => {
    const model = new HoltWinters({ alpha: 0.5 })
    model.learnOne(1)
    const before = snapshot.save(model)
    expect(() => model.learnOne(NaN)).toThrow(
      'HoltWinters: the label must be a finite number, got NaN.',
    )
    expect(snapshot.save(model)).toEqual(before)
  })

  it('refuses a value by which a season would be divided by 0, and is then as before', () => {
    const options = { alpha: 0.5, beta: 0.1, gamma: 1, seasonality: 2, multiplicative: true }
    const model = new HoltWinters(options)
    model.learnOne(1)
    expect(() => model.learnOne(-1)).toThrow(
      'HoltWinters: the label must not make the mean of the first 2 values 0: it is divided by',
    )
    for (const y of [3, 0, 3]) model.learnOne(y) // a season of 1 and 0: it has values of nothing
    const before = snapshot.save(model)
    expect(() => model.learnOne(5)).toThrow('must leave level, trend and season finite')
    expect(snapshot.save(model)).toEqual(before)
    const additive = new HoltWinters({ ...options, multiplicative: false })
    for (const y of [-1, 1, -1, 1]) additive.learnOne(y)
    expect(additive.forecast(2).every(Number.isFinite)).toBe(true)
  })

  it('refuses a snapshot that is impossible', () => {
    const options = { alpha: 0.5, beta: 0.1, gamma: 0.1, seasonality: 3 }
    const damages = [
      { first: [1, 2, 3, 4] },
      { first: [1, NaN] },
      { level: NaN },
      { trend: Infinity },
      { season: new Float64Array(2) },
      { first: [1, 2, 3], season: new Float64Array(3), place: 3 },
      { place: 1 },
    ]
    for (const damage of damages) {
      const damaged = Object.assign(new HoltWinters(options), damage)
      expect(() => snapshot.load(snapshot.save(damaged), { learners })).toThrow(SnapshotError)
    }
  })
})

describe('differences', () => {
  it('are taken by the binomial coefficients, also of seasons', () => {
    const twice = new Differencer(2, 1, 0)
    expect([twice.lags, twice.factors]).toEqual([
      [0, 1, 2],
      [1, -2, 1],
    ])
    const both = new Differencer(1, 12, 1)
    expect([both.lags, both.factors]).toEqual([
      [0, 12, 1, 13],
      [1, -1, -1, 1],
    ])
    expect(new Differencer(0, 1, 0).reach).toBe(0)
    // Seasons of one moment are no seasons: (1 - B)(1 - B).
    expect(new Differencer(1, 1, 1).factors).toEqual([1, -2, 1])
  })

  it('are what is left after as many subtractions, and give the values back', () => {
    const orders = fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 4 }), fc.nat(2))
    const values = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 12, maxLength: 20 })
    fc.assert(
      fc.property(orders, values, ([d, m, seasonal], list) => {
        let left = list
        const subtract = (lag: number) => {
          left = left.slice(lag).map((y, i) => y - left[i])
        }
        for (let k = 0; k < d; k++) subtract(1)
        for (let k = 0; k < seasonal; k++) subtract(m)
        const differencer = new Differencer(d, m, seasonal)
        const [y, earlier] = [list[list.length - 1], list.slice(0, -1)]
        const difference = differencer.difference(y, earlier)
        expect(difference).toBe(left[left.length - 1])
        expect(differencer.restore(difference, earlier)).toBe(y)
      }),
    )
  })
})

describe('SNARIMAX', () => {
  /** Remembers what it is told, and predicts 1. */
  class Told {
    static readonly id = 'test.Told'
    static readonly state = [] as const
    readonly told: [object, number][] = []
    static last: Told

    constructor() {
      Told.last = this
    }

    learnOne(x: object, y: number): void {
      this.told.push([x, y])
    }

    predictOne(): number {
      return 1
    }

    clone(): Told {
      return new Told()
    }
  }

  it('tells its regressor the last values and errors, of moments and of seasons', () => {
    const options = { p: 2, d: 0, q: 1, m: 2, sp: 2, sd: 0, sq: 1 }
    const model = new SNARIMAX({ ...options, regressor: new Told() })
    for (const [i, y] of [10, 20, 30, 40, 50].entries()) model.learnOne(y, { i })
    expect(Told.last.told.slice(-2)).toEqual([
      [{ i: 3, 'y-1': 30, 'y-2': 20, 'sy-2': 20, 'e-1': 29, 'se-2': 19 }, 40],
      [{ i: 4, 'y-1': 40, 'y-2': 30, 'sy-2': 30, 'sy-4': 10, 'e-1': 39, 'se-2': 29 }, 50],
    ])
  })

  it('learns differences, and forecasts values', () => {
    const model = new SNARIMAX({ p: 1, d: 1, q: 0, regressor: new Told() })
    for (const y of [10, 13, 19]) model.learnOne(y)
    expect(Told.last.told).toEqual([
      [{}, 3],
      [{ 'y-1': 3 }, 6],
    ])
    expect(model.forecast(3)).toEqual([20, 21, 22])
  })

  it('forecasts a season by what it has learned', () => {
    const regressor = new compose.Pipeline(
      new StandardScaler(),
      new LinearRegression({ interceptLr: 0.1, optimizer: new SGD({ lr: 0.01 }) }),
    )
    const model = new SNARIMAX({ p: 2, d: 0, q: 0, m: 12, sp: 1, sd: 1, regressor } as never)
    for (let t = 0; t < 600; t++) model.learnOne(season(t))
    model.forecast(12).forEach((y, h) => {
      expect(Math.abs(y - season(600 + h))).toBeLessThan(1)
    })
  })

  it('forecasts without learning, and leaves the regressor it was given as it was', () => {
    const regressor = new LinearRegression()
    const model = new SNARIMAX({ p: 2, d: 1, q: 2, regressor })
    for (let t = 0; t < 50; t++) model.learnOne(Math.sin(t), { odd: t % 2 })
    const before = snapshot.save(model)
    model.forecast(5, [{ odd: 1 }, {}, { stranger: 2 }, {}, {}])
    expect(snapshot.save(model)).toEqual(before)
    expect(regressor.weights.size).toBe(0)
    expect(model.clone().forecast(2)).toEqual([0, 0])
  })

  it('goes on from a snapshot as if nothing had happened', () => {
    for (const regressor of [null, new LinearRegression()]) {
      const model = new SNARIMAX({ p: 2, d: 1, q: 1, m: 3, sp: 1, sd: 1, sq: 1, regressor })
      for (let t = 0; t < 30; t++) model.learnOne(season(t) / 50)
      const loaded = snapshot.load<SNARIMAX>(snapshot.save(model), { learners })
      for (let t = 30; t < 60; t++) {
        for (const one of [model, loaded]) one.learnOne(season(t) / 50)
      }
      expect(loaded.forecast(5)).toEqual(model.forecast(5))
      expect(snapshot.save(loaded)).toEqual(snapshot.save(model))
    }
  })

  it('refuses what is no regressor, and events its regressor refuses, unchanged', () => {
    const build = (regressor: unknown) => () =>
      new SNARIMAX({ p: 1, d: 0, q: 0, regressor: regressor as never })
    for (const wrong of [{}, new StandardScaler(), new compose.Pipeline(new StandardScaler())]) {
      expect(build(wrong)).toThrow(
        '"regressor" must be a regressor, or a pipeline that ends with one (or null)',
      )
    }
    expect(() => new SNARIMAX({ p: 1 })).toThrow('SNARIMAX: option "d" is required')
    const model = new SNARIMAX({ p: 1, d: 0, q: 1 })
    for (let t = 0; t < 5; t++) model.learnOne(t, { a: 1 })
    const before = snapshot.save(model)
    expect(() => model.learnOne(5, { a: 'text' })).toThrow('a')
    expect(() => model.learnOne(NaN, { a: 1 })).toThrow('must be a finite number')
    expect(() => model.forecast(1, [{ a: 'text' }])).toThrow('a')
    expect(snapshot.save(model)).toEqual(before)
  })

  it('refuses a snapshot that is impossible', () => {
    const options = { p: 2, d: 1, q: 1 }
    const damages = [
      { values: [1, 2] },
      { differences: [1, 2, 3] },
      { errors: ['1'] },
      { regressor: new LinearRegression() },
    ]
    for (const damage of damages) {
      const damaged = Object.assign(new SNARIMAX(options), damage)
      expect(() => snapshot.load(snapshot.save(damaged), { learners })).toThrow(SnapshotError)
    }
  })
})

describe('timeSeries', () => {
  it('evaluates forecasts as the evaluate module does', () => {
    expect(timeSeries.evaluate).toBe(evaluate.evaluate)
    expect(timeSeries.iterEvaluate).toBe(evaluate.iterEvaluate)
    const dataset = Array.from({ length: 100 }, (_, t) => [null, season(t)] as const)
    const model = new HoltWinters({ alpha: 0.2, beta: 0.1, gamma: 0.5, seasonality: 12 })
    const judged = timeSeries.evaluate({ dataset, model, metric: new metrics.MAE(), horizon: 12 })
    expect(judged.get()).toHaveLength(12)
    expect(String(judged).split('\n')[11]).toMatch(/^\+12 MAE: /)
  })
})
