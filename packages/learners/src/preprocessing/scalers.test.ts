import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { AdaptiveStandardScaler, StandardScaler } from './index.js'

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
