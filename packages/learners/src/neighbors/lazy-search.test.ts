import { snapshot, utils } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LazySearch, Minkowski } from './index.js'

const rows = fc.array(
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: -3, max: 3 })),
  { maxLength: 40 },
)

const apart = (a: object, b: object, p: number) =>
  utils.math.minkowskiDistance(a as never, b as never, p)

/** What a search by hand finds: all distances, sorted, the oldest of equals first. */
function byHand(window: object[], x: object, n: number, p: number): [object[], number[]] {
  const all = window.map((item, place) => ({ item, place, distance: apart(x, item, p) }))
  all.sort((one, other) => one.distance - other.distance || one.place - other.place)
  const nearest = all.slice(0, n)
  return [nearest.map(({ item }) => item), nearest.map(({ distance }) => distance)]
}

describe('LazySearch', () => {
  it('finds what comparing with each event finds, the older of two as near', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(1, 2), fc.integer({ min: 0, max: 7 }), (xs, p, n) => {
        const distFunc = p === 2 ? null : new Minkowski({ p })
        const engine = new LazySearch({ windowSize: 9, distFunc })
        for (const [i, x] of xs.entries()) {
          expect(engine.search(x, n)).toEqual(byHand(xs.slice(Math.max(0, i - 9), i), x, n, p))
          engine.append(x)
        }
        expect(engine.window).toEqual(xs.slice(-9))
      }),
    )
  })

  it('finds the same with a distance that is a function', () => {
    fc.assert(
      fc.property(rows, (xs) => {
        const distFunc = (a: object, b: object) => apart(a, b, 2)
        const own = new LazySearch({ windowSize: 9, distFunc })
        const built = new LazySearch({ windowSize: 9 })
        for (const x of xs) {
          own.append(x)
          built.append(x)
          expect(own.search(x, 3)).toEqual(built.search(x, 3))
        }
      }),
    )
  })

  it('compares whatever a distance function can compare', () => {
    const distFunc = (a: { word?: unknown }, b: { word?: unknown }) =>
      Math.abs(String(a.word).length - String(b.word).length)
    const engine = new LazySearch({ distFunc })
    for (const word of ['a', 'bbb', 'cccccc']) engine.append({ word, isShort: word.length < 2 })
    expect(engine.search({ word: 'dd' }, 2)).toEqual([
      [
        { word: 'a', isShort: true },
        { word: 'bbb', isShort: false },
      ],
      [1, 1],
    ])
  })

  it('adds up powers of any order', () => {
    const engine = new LazySearch({ distFunc: new Minkowski({ p: 2.5 }) })
    engine.append({ a: 1, b: 2 })
    const [, [distance]] = engine.search({ a: 3, c: 1 }, 1)
    expect(distance).toBeCloseTo((2 ** 2.5 + 2 ** 2.5 + 1) ** 0.4, 12)
  })

  it('has no distance of NaN, where sums are beyond what numbers hold', () => {
    const engine = new LazySearch({ distFunc: new Minkowski({ p: 2.5 }) })
    engine.append({ a: 1e200 })
    expect(engine.search({ a: -1e200 }, 1)[1]).toEqual([Infinity])
  })

  it('finds events that came without features, and were there before the first feature', () => {
    const engine = new LazySearch({ windowSize: 6 })
    for (let i = 0; i < 6; i++) engine.append({})
    engine.append({ x: 1 })
    expect(engine.search({}, 6)[1]).toEqual([0, 0, 0, 0, 0, 1])
  })

  it('hands out events that can be changed without harm', () => {
    const engine = new LazySearch({ distFunc: () => 1 })
    engine.append({ x: 1 })
    engine.search({ x: 1 }, 1)[0][0]['x'] = 2
    engine.window[0]['x'] = 3
    expect(engine.window).toEqual([{ x: 1 }])
  })

  it('keeps an event only if it has near neighbours, where it is told so', () => {
    const engine = new LazySearch({ minDistanceKeep: 2 })
    expect([0, 1, 5, 2.5].map((x) => engine.update({ x }))).toEqual([true, true, false, true])
    expect(engine.update({ x: 3 }, { nNeighbors: 2 })).toBe(false)
    expect(engine.length).toBe(3)
  })

  it('searches without keeping names it met', () => {
    const engine = new LazySearch()
    engine.append({ x: 1 })
    const before = snapshot.save(engine)
    expect(engine.search({ x: 1, y: 3 }, 1)).toEqual([[{ x: 1 }], [3]])
    expect(snapshot.save(engine)).toEqual(before)
  })

  it('goes on from a snapshot, its window turned over', () => {
    const engine = new LazySearch({ windowSize: 3, distFunc: new Minkowski({ p: 1 }) })
    for (const x of [1, 2, 3, 4]) engine.append({ x, [`f${x}`]: x })
    const loaded = snapshot.load<LazySearch>(snapshot.save(engine), { learners: [LazySearch] })
    for (const each of [engine, loaded]) each.append({ y: 5 })
    expect(loaded.window).toEqual(engine.window)
    expect(snapshot.save(loaded)).toEqual(snapshot.save(engine))
  })

  it('refuses what is no distance, and what none can be', () => {
    expect(() => new LazySearch({ distFunc: 'euclid' as never })).toThrow(
      'LazySearch: option "distFunc" must be a function of two events, a Minkowski (or null), ' +
        'got "euclid".',
    )
    const engine = new LazySearch({ distFunc: () => NaN })
    engine.append({ x: 1 })
    expect(() => engine.search({ x: 2 }, 1)).toThrow(
      'LazySearch: distFunc must give a number of at least 0, got NaN.',
    )
    expect(() => engine.search({ x: 2 }, 0.5)).toThrow(
      'LazySearch: the number of neighbours must be an integer of at least 0, got 0.5.',
    )
    expect(() => engine.update({ x: 2 }, { nNeighbors: 0 })).toThrow(
      'LazySearch: the number of neighbours must be an integer of at least 1, got 0.',
    )
  })
})
