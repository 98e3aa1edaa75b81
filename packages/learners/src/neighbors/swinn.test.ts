import { SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LazySearch, SWINN } from './index.js'
import { IntSet } from './int-set.js'
import type { Links } from './links.js'

/** Numbers that look drawn. */
function drawn(count: number): { x: number; y: number }[] {
  let state = 1
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return Array.from({ length: count }, () => ({ x: next(), y: next() }))
}

describe('SWINN', () => {
  it('finds nearly all that an exact search finds, as events come and go', () => {
    const engine = new SWINN({ graphK: 8, maxlen: 150, warmUp: 60, seed: 3 })
    const exact = new LazySearch({ windowSize: 150 })
    let hits = 0
    for (const [i, x] of drawn(400).entries()) {
      if (i >= 300) {
        const [, [, , last]] = exact.search(x, 3)
        const [, distances] = engine.search(x, 3)
        hits += distances.filter((distance) => distance <= last).length
      }
      engine.append(x)
      exact.append(x)
    }
    expect(hits).toBeGreaterThan(290)
    expect(engine.length).toBe(150)
  })

  it('is exact while it warms up', () => {
    const engine = new SWINN({ graphK: 2, warmUp: 50, maxlen: 20 })
    const exact = new LazySearch({ windowSize: 20 })
    for (const x of drawn(45)) {
      expect(engine.search(x, 4)).toEqual(exact.search(x, 4))
      engine.append(x)
      exact.append(x)
    }
  })

  it('finds what is there where more is asked for, and nothing where nothing is', () => {
    const engine = new SWINN({ graphK: 2, maxlen: 9, warmUp: 4, seed: 1 })
    expect(engine.search({ x: 1 }, 3)).toEqual([[], []])
    for (const x of drawn(9)) engine.append(x)
    expect(engine.search({ x: 1 }, 0)).toEqual([[], []])
    expect(engine.search({ x: 1 }, 100)[0].length).toBeLessThanOrEqual(9)
  })

  it('refuses to warm up with fewer events than edges need', () => {
    expect(() => new SWINN({ graphK: 5, warmUp: 5 })).toThrow(
      'SWINN: option "warmUp" must be above graphK (5), got 5.',
    )
  })

  it('refuses a snapshot whose edges are known at one end only', () => {
    const engine = new SWINN({ graphK: 2, maxlen: 9, warmUp: 4, seed: 1 })
    for (const x of drawn(20)) engine.append(x)
    const load = () => snapshot.load(snapshot.save(engine), { learners: [SWINN] })
    expect(load).not.toThrow()
    const { vertices } = engine as unknown as { vertices: { incoming: Links }[] }
    vertices[3].incoming.clear()
    vertices[4].incoming.clear()
    expect(load).toThrow(SnapshotError)
  })
})

/** From CPython 3.11. */
const RECORDED = {
  added: [0, 64, 3, 100, 7, 8, 11],
  changed: [0, 35, 100, 3, 7, 8, 11],
  left: [35, 3],
  keys: [1, 33, 5, 40, 8, 72, 9, 41],
}

describe('IntSet', () => {
  it('lists numbers as a set of CPython does', () => {
    const set = IntSet.of([100, 3, 8, 11, 0, 64, 7])
    expect([...set.toArray()]).toEqual(RECORDED.added)
    set.delete(3)
    set.delete(64)
    set.add(35)
    set.add(3)
    expect([...set.toArray()]).toEqual(RECORDED.changed)
    set.subtract(IntSet.of([100, 8, 11, 0, 7]))
    expect([...set.toArray()]).toEqual(RECORDED.left)
    const keys = new IntSet()
    const dict = (...names: number[]) => ({ slots: Int32Array.from(names), size: names.length })
    keys.setToUnion(dict(40, 8, 72, 9), dict(1, 72, 41, 33, 5))
    expect([...keys.toArray()]).toEqual(RECORDED.keys)
  })
})
