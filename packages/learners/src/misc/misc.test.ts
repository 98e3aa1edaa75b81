import { InvalidFeatureError, InvalidInputError, SnapshotError, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SDFT, Skyline } from './index.js'

function transform(values: readonly number[]): [number, number][] {
  return values.map((_, k) => {
    const turn = (n: number) => (-2 * Math.PI * k * n) / values.length
    const sum = (f: (x: number) => number) => values.reduce((s, x, n) => s + x * f(turn(n)), 0)
    return [sum(Math.cos), sum(Math.sin)]
  })
}

describe('SDFT', () => {
  it('is the transform of the last values, computed anew', () => {
    const numbers = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 40 })
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 9 }), (values, windowSize) => {
        const sdft = new SDFT({ windowSize })
        for (const x of values) sdft.update(x)
        const window = values.length < windowSize ? [] : values.slice(-windowSize)
        const wanted = transform(window)
        expect(sdft.coefficients.length).toBe(wanted.length)
        sdft.coefficients.forEach(([re, im], k) => {
          expect(re).toBeCloseTo(wanted[k][0], 8)
          expect(im).toBeCloseTo(wanted[k][1], 8)
        })
      }),
      { numRuns: 40 },
    )
  })

  it('goes on from a snapshot as if it had not been interrupted', () => {
    const sdft = new SDFT({ windowSize: 3 })
    for (const x of [1, 5, 2, 8]) sdft.update(x)
    const loaded = snapshot.load<SDFT>(snapshot.save(sdft), { learners: [SDFT] })
    for (const one of [sdft, loaded]) one.update(4)
    expect(loaded.coefficients).toEqual(sdft.coefficients)
  })

  it('refuses what is no number, and a snapshot of another size', () => {
    const sdft = new SDFT({ windowSize: 3 })
    expect(() => sdft.update(Number.NaN)).toThrow(InvalidInputError)
    Object.assign(sdft, { window: new Float64Array(2) })
    expect(() => snapshot.load(snapshot.save(sdft), { learners: [SDFT] })).toThrow(SnapshotError)
  })
})

const points = fc.array(
  fc.record({ a: fc.integer({ min: 0, max: 6 }), b: fc.integer({ min: 0, max: 6 }) }),
  { maxLength: 40 },
)

describe('Skyline', () => {
  it('holds the events that no other one beats, in the order in which they came', () => {
    fc.assert(
      fc.property(points, (list) => {
        const skyline = new Skyline({ minimize: ['a'], maximize: ['b'] })
        for (const x of list) skyline.update(x)
        const beats = (x: { a: number; b: number }, y: { a: number; b: number }) =>
          x.a <= y.a && x.b >= y.b && (x.a < y.a || x.b > y.b)
        const wanted = list.filter((x) => !list.some((y) => beats(y, x)))
        expect([...skyline]).toEqual(wanted)
        expect(skyline.length).toBe(wanted.length)
      }),
    )
  })

  it('keeps events of its own', () => {
    const x = { a: 1 }
    const skyline = new Skyline({ minimize: ['a'] })
    skyline.update(x)
    x.a = 9
    for (const point of skyline) Object.assign(point, { a: 8 })
    expect([...skyline]).toEqual([{ a: 1 }])
  })

  it('goes on from a snapshot as if it had not been interrupted', () => {
    const skyline = new Skyline({ maximize: ['a', 'b'] })
    for (const x of [
      { a: 1, b: 5 },
      { a: 5, b: 1, name: 'x' },
    ])
      skyline.update(x)
    const loaded = snapshot.load<Skyline>(snapshot.save(skyline), { learners: [Skyline] })
    for (const one of [skyline, loaded]) one.update({ a: 2, b: 6 })
    expect([...loaded]).toEqual([...skyline])
  })

  it('refuses an event without a number that counts, and is as it was before', () => {
    const skyline = new Skyline({ minimize: ['a'] })
    skyline.update({ a: 1 })
    for (const x of [{}, { a: '0' }, { a: Number.NaN }, { a: null }, { a: 0, z: {} }]) {
      expect(() => skyline.update(x as never)).toThrow(InvalidFeatureError)
    }
    expect(() => skyline.update(null as never)).toThrow(InvalidInputError)
    expect([...skyline]).toEqual([{ a: 1 }])
  })

  it('asks for a feature that counts', () => {
    expect(() => new Skyline({})).toThrow(
      'Skyline: option "minimize" must name a feature if maximize does not, got [].',
    )
  })
})
