import { type FeatureValue, random, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Search, SpatialIndex } from '../spatial/spatial-index.js'
import { type DistanceFunction, LazySearch, Minkowski } from './index.js'

type Event = Record<string, FeatureValue>
interface Inside {
  index: SpatialIndex
}

const inside = (engine: LazySearch): Inside => engine as unknown as Inside

function searching(search: Search, windowSize: number, p: number): LazySearch {
  const engine = new LazySearch({ windowSize, distFunc: p === 2 ? null : new Minkowski({ p }) })
  inside(engine).index = new SpatialIndex(search)
  return engine
}

/** Coarse values make equal points and equal distances; some features come late, some are gone. */
function events(seed: number, count: number, width: number, step: number): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const x: Event = {}
    for (let k = 0; k < width; k++) {
      const value = Math.round(rng.gauss(0, 3) / step) * step
      if (rng.random() > 0.15) x[`x${k}`] = value
    }
    if (i > count / 2 && rng.random() < 0.3) x[`late${rng.randint(0, 2)}`] = rng.randint(-2, 2)
    return x
  })
}

const anywhere = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  windowSize: fc.integer({ min: 1, max: 90 }),
  width: fc.integer({ min: 0, max: 6 }),
  step: fc.constantFrom(1, 0.001),
  p: fc.constantFrom(1, 2, 2.5, 3, 40),
  size: fc.constantFrom(1, 1e-170, 1e160),
})

describe('LazySearch by its index', () => {
  it('finds what a scan finds, in the same order, whatever comes, lacks and leaves', () => {
    fc.assert(
      fc.property(anywhere, ({ seed, windowSize, width, step, p, size }) => {
        const [scan, tree] = (['scan', 'tree'] as const).map((s) => searching(s, windowSize, p))
        const list = events(seed, 220, width, step)
        for (const [i, x] of list.entries()) {
          for (const key of Object.keys(x)) x[key] = (x[key] as number) * size
          const n = i % 12
          expect(tree.search(x, n)).toEqual(scan.search(x, n))
          const odd = { ...list[0], stranger: size }
          expect(tree.search(odd, n)).toEqual(scan.search(odd, n))
          for (const engine of [scan, tree]) engine.append(x)
          // A tree that is not asked for long wears out.
          if (i === 120) for (const each of list) for (const e of [scan, tree]) e.append(each)
        }
        expect(snapshot.save(tree)).toEqual(snapshot.save(scan))
      }),
      { numRuns: 60 },
    )
  })

  it('keeps the older of equal points, however often the window has turned', () => {
    const engine = searching('tree', 40, 2)
    for (let i = 0; i < 331; i++) {
      engine.append({ x: 1, [`mark${i}`]: 0 })
      const [found] = engine.search({ x: 1 }, 3)
      const oldest = Math.max(0, i - 39)
      const marks = [oldest, oldest + 1, oldest + 2].filter((mark) => mark <= i)
      expect(found.map((item) => Object.keys(item)[1])).toEqual(marks.map((mark) => `mark${mark}`))
    }
  })

  it('is used where it is faster: among many events, in few dimensions, without a function', () => {
    const apart: DistanceFunction = (a, b) => Math.abs(Number(a['x0'] ?? 0) - Number(b['x0'] ?? 0))
    const isIndexed = (width: number, windowSize: number, distFunc: DistanceFunction | null) => {
      const engine = new LazySearch({ windowSize, distFunc })
      const list = events(1, windowSize, width, 1e-9)
      for (const x of list) engine.append(x)
      for (const x of list.slice(-40)) engine.search(x, 5)
      return (inside(engine).index as unknown as { tree?: object }).tree !== undefined
    }
    expect(isIndexed(2, 1000, null)).toBe(true)
    expect([isIndexed(2, 100, null), isIndexed(20, 1000, null), isIndexed(2, 1000, apart)]).toEqual(
      [false, false, false],
    )
  })

  it('goes on from a snapshot with what that holds', () => {
    const engine = searching('tree', 30, 2)
    const list = events(5, 200, 3, 1)
    for (const x of list.slice(0, 100)) engine.append(x)
    engine.search(list[0], 3)
    const loaded = snapshot.load<LazySearch>(snapshot.save(engine), { learners: [LazySearch] })
    inside(loaded).index = new SpatialIndex('tree')
    for (const x of list.slice(100)) {
      for (const each of [engine, loaded]) each.append(x)
      expect(loaded.search(x, 4)).toEqual(engine.search(x, 4))
    }
  })
})
