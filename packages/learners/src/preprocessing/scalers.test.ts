import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import {
  AdaptiveStandardScaler,
  Binarizer,
  MaxAbsScaler,
  MinMaxScaler,
  Normalizer,
  RobustScaler,
  StandardScaler,
} from './index.js'

function meanAndSpread(values: readonly number[]): [mean: number, deviation: number] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
  return [mean, Math.sqrt(square)]
}

describe('StandardScaler', () => {
  it('scales by mean and deviation of all values so far', () => {
    const scaler = new StandardScaler()
    for (const x of [10, 12, 14]) scaler.learnOne({ x })
    expect(scaler.transformOne({ x: 14 }).x).toBeCloseTo(2 / Math.sqrt(8 / 3), 12)
    expect([scaler.counts, scaler.means]).toEqual([new Map([['x', 3]]), new Map([['x', 12]])])
    expect(scaler.vars.get('x')).toBeCloseTo(8 / 3, 12)
  })

  it('makes 0 of a feature that has not varied, or was never seen', () => {
    const scaler = new StandardScaler()
    for (let i = 0; i < 5; i++) scaler.learnOne({ x: 7 })
    expect(scaler.transformOne({ x: 8, fresh: 3 })).toEqual({ x: 0, fresh: 0 })
  })

  it('withStd: false only subtracts the mean', () => {
    const scaler = new StandardScaler({ withStd: false })
    for (const x of [10, 20]) scaler.learnOne({ x })
    expect(scaler.transformOne({ x: 18, fresh: 3 })).toEqual({ x: 3, fresh: 3 })
    expect(scaler.vars).toEqual(new Map())
  })

  it('windowSize: scales by the last so many values of each feature', () => {
    const scaler = new StandardScaler({ windowSize: 7 })
    const rng = new random.Random(1)
    const seen: Record<string, number[]> = { a: [], b: [] }
    for (let i = 0; i < 500; i++) {
      const x = { a: rng.gauss(i, 3), ...(i % 3 ? {} : { b: rng.random() }) }
      for (const [name, value] of Object.entries(x)) seen[name].push(value)
      scaler.learnOne(x)
      for (const name of Object.keys(x)) {
        const [mean, deviation] = meanAndSpread(seen[name].slice(-7))
        const scaled = scaler.transformOne({ [name]: mean + 2 * deviation })[name]
        if (seen[name].length > 1) expect(scaled).toBeCloseTo(2, 6)
      }
    }
    expect(scaler.counts).toEqual(
      new Map([
        ['a', 500],
        ['b', 167],
      ]),
    )
  })

  it('takes room for a window only as it fills', () => {
    const scaler = new StandardScaler({ windowSize: 16_777_216 })
    for (let i = 0; i < 100; i++) {
      scaler.learnOne(Object.fromEntries(Array.from({ length: 50 }, (_, k) => [`f${k}`, i * k])))
    }
    expect(snapshot.save(scaler).length).toBeLessThan(200_000)
    expect(scaler.means.get('f2')).toBe(99)
  })
})

describe('AdaptiveStandardScaler', () => {
  it('forgets: a feature that moves is soon scaled by where it has moved to', () => {
    const scaler = new AdaptiveStandardScaler({ fadingFactor: 0.5 })
    for (const x of [10, 12]) scaler.learnOne({ x }) // mean 11, mean square 122
    expect(scaler.transformOne({ x: 12 })).toEqual({ x: 1 })
    for (let i = 0; i < 60; i++) scaler.learnOne({ x: 1000 + (i % 2) })
    expect(Number(scaler.transformOne({ x: 1000 })['x'])).toBeGreaterThan(-3)
  })

  it('fadingFactor: 0 keeps the first value, 1 only the last', () => {
    const scaled = (fadingFactor: number) => {
      const scaler = new AdaptiveStandardScaler({ fadingFactor })
      for (const x of [1, 5, 9]) scaler.learnOne({ x })
      return scaler.transformOne({ x: 3 })
    }
    expect([scaled(0), scaled(1)]).toEqual([{ x: 0 }, { x: 0 }])
    const half = new AdaptiveStandardScaler({ fadingFactor: 0.5 })
    const fast = new AdaptiveStandardScaler({ fadingFactor: 0.9 })
    for (const x of [1, 5, 9]) for (const one of [half, fast]) one.learnOne({ x })
    expect(half.transformOne({ x: 3 })).not.toEqual(fast.transformOne({ x: 3 }))
  })

  it('makes 0 of a feature that has not varied, or was never seen', () => {
    const scaler = new AdaptiveStandardScaler()
    scaler.learnOne({ x: 7 })
    expect(scaler.transformOne({ x: 9, fresh: 3 })).toEqual({ x: 0, fresh: 0 })
  })
})

describe('MinMaxScaler', () => {
  it('scales by the smallest and the largest value so far; what has not varied becomes 0', () => {
    const scaler = new MinMaxScaler()
    for (const x of [10, 30, 20]) scaler.learnOne({ x, same: 5 })
    expect(scaler.transformOne({ x: 25, same: 9, fresh: 3 })).toEqual({
      x: 0.75,
      same: 0,
      fresh: 0,
    })
    expect([scaler.min.get('x'), scaler.max.get('x')]).toEqual([10, 30])
  })

  it('windowSize: by the last so many values of each feature', () => {
    const scaler = new MinMaxScaler({ windowSize: 2 })
    for (const x of [100, 10, 20]) scaler.learnOne({ x })
    expect(scaler.transformOne({ x: 15 })).toEqual({ x: 0.5 })
  })
})

describe('MaxAbsScaler', () => {
  it('scales by the largest size so far; what was always 0 becomes 0', () => {
    const scaler = new MaxAbsScaler()
    for (const x of [10, -40]) scaler.learnOne({ x, zero: 0 })
    expect(scaler.transformOne({ x: 20, zero: 3, fresh: 3 })).toEqual({ x: 0.5, zero: 0, fresh: 0 })
    expect(scaler.absMax.get('x')).toBe(40)
  })

  it('windowSize: by the last so many values of each feature', () => {
    const scaler = new MaxAbsScaler({ windowSize: 2 })
    for (const x of [-100, 10, 20]) scaler.learnOne({ x })
    expect(scaler.transformOne({ x: 15 })).toEqual({ x: 0.75 })
  })
})

describe('RobustScaler', () => {
  const scaled = (options: object) => {
    const scaler = new RobustScaler(options)
    for (let x = 0; x <= 100; x++) scaler.learnOne({ x })
    return Number(scaler.transformOne({ x: 80 })['x'])
  }

  it('scales by the median and the range between two quantiles', () => {
    expect(scaled({})).toBeCloseTo(30 / 50, 6)
    expect(scaled({ withCentering: false })).toBeCloseTo(80 / 50, 6)
    expect(scaled({ withScaling: false })).toBeCloseTo(30, 6)
    expect(scaled({ qInf: 0.1, qSup: 0.9 })).toBeCloseTo(30 / 80, 1)
    expect(scaled({ withCentering: false, withScaling: false })).toBe(80)
  })

  it('refuses quantiles the wrong way round', () => {
    expect(() => new RobustScaler({ qInf: 0.8, qSup: 0.2 })).toThrow(
      'RobustScaler: option "qInf" must be below qSup (0.2), got 0.8.',
    )
  })
})

describe('Normalizer', () => {
  it('divides by the norm of its order; zeros stay zeros', () => {
    const x = { a: 3, b: -4 }
    const scaled = (order: number) => new Normalizer({ order }).transformOne(x)
    expect(scaled(2)).toEqual({ a: 0.6, b: -0.8 })
    expect(scaled(1)).toEqual({ a: 3 / 7, b: -4 / 7 })
    expect(scaled(Infinity)).toEqual({ a: 0.75, b: -1 })
    expect(scaled(3)['a']).toBeCloseTo(3 / (27 + 64) ** (1 / 3), 12)
    expect(new Normalizer().transformOne({ a: 0, b: 0 })).toEqual({ a: 0, b: 0 })
    expect(() => new Normalizer({ order: 0 })).toThrow(
      'Normalizer: option "order" must be a number above 0, got 0.',
    )
  })
})

describe('Binarizer', () => {
  it('tells what lies above the threshold, as a boolean or as a number', () => {
    const x = { a: 0.5, b: 0.4, flag: true, shop: 'north', gone: null }
    expect(new Binarizer({ threshold: 0.4 }).transformOne(x)).toEqual({
      a: true,
      b: false,
      flag: true,
      shop: 'north',
      gone: null,
    })
    const numbers = new Binarizer({ threshold: 0.4, dtype: 'number' })
    expect(numbers.transformOne({ a: 0.5, b: 0.4 })).toEqual({ a: 1, b: 0 })
  })
})
