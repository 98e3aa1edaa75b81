import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../random/random.js'
import { Counter } from './counter.js'
import type { Item } from './python-hash.js'
import { reloaded } from './reloaded.test-support.js'

const items = fc.array(
  fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.string(), fc.boolean(), fc.bigInt()),
)
const seeing = (list: readonly Item[]): Counter => {
  const counter = new Counter({ epsilon: 0.05, seed: 7 })
  for (const x of list) counter.update(x)
  return counter
}
const estimates = (counter: Counter, list: readonly Item[]): number[] =>
  list.map((x) => counter.get(x))

describe('sketch.Counter', () => {
  it("gives the numbers of River's documentation", () => {
    const counter = new Counter({ epsilon: 0.005, seed: 0 })
    const rng = new Random(7)
    for (let i = 0; i < 10_000; i++) counter.update(rng.randint(-1000, 1000))
    expect(estimates(counter, [7, 532, 1001, -1, -2, 0])).toEqual([12, 15, 9, 14, 14, 13])
    expect([counter.nSlots, counter.nTables, counter.length]).toEqual([544, 3, 1632])
    expect(counter.total()).toBe(10_000)
  })

  it("has Python's hashes of fractions, of large numbers and of infinities", () => {
    const counter = new Counter({ epsilon: 0.01, seed: 5 })
    const list: Item[] = [0.5, -0.5, 1e300, -1.1, 2 ** 61, 5e-324, Infinity, -Infinity]
    list.push(2n ** 61n - 1n, -(2n ** 61n), 2n ** 200n, -1, -1.5e20, true, 3)
    for (const [i, x] of list.entries()) counter.update(x, { w: i + 1 })
    const river = [1, 2, 3, 4, 19, 6, 7, 8, 9, 22, 11, 22, 13, 19, 15]
    expect(estimates(counter, list)).toEqual(river)
  })

  it('never gives less than there was', () => {
    fc.assert(
      fc.property(items, (list) => {
        const counter = seeing(list)
        for (const x of list) {
          const count = list.filter((y) => Object.is(x, y)).length
          expect(counter.get(x)).toBeGreaterThanOrEqual(count)
        }
        expect(counter.total()).toBe(list.length)
      }),
    )
  })

  it('merged has seen what both have, and reverted what is left', () => {
    fc.assert(
      fc.property(items, items, (first, second) => {
        const all = [...first, ...second]
        const both = seeing(first)
        both.merge(seeing(second))
        expect(estimates(both, all)).toEqual(estimates(seeing(all), all))
        for (const x of second) both.revert(x)
        expect(estimates(both, all)).toEqual(estimates(seeing(first), all))
        expect(estimates(reloaded(both), all)).toEqual(estimates(both, all))
      }),
    )
  })

  it('estimates the product of two counts', () => {
    const [a, b] = [seeing(['x', 'x', 'y']), seeing(['x', 'z'])]
    expect(a.matmul(b)).toBe(2)
    expect(a.matmul(a)).toBe(5)
  })

  it('can be repeated from a seed it drew itself', () => {
    const counter = new Counter()
    counter.update('a')
    expect(reloaded(counter).seed).toBe(counter.seed)
    expect(reloaded(counter).get('a')).toBe(1)
  })

  it('refuses what it cannot count, and is as it was', () => {
    const counter = seeing(['a'])
    expect(() => counter.update(Number.NaN)).toThrow(
      'Counter: an item must be a string, a number, a boolean or a bigint, got NaN.',
    )
    expect(() => counter.update('a', { w: 0.5 })).toThrow(
      'Counter: the weight w must be an integer, got 0.5.',
    )
    expect(() => counter.merge(new Counter({ epsilon: 0.05, seed: 8 }))).toThrow(
      'Counter: needs a counter of seed 7, got 8.',
    )
    expect(() => counter.matmul(new Counter())).toThrow(
      'Counter: needs a counter of 55 slots and 3 tables, got [28, 3].',
    )
    expect(() => new Counter({ epsilon: 1e-9 })).toThrow(
      'Counter: option "epsilon" must leave the sketch at most 67108864 slots, got 1e-9.',
    )
    expect(counter.total()).toBe(1)
  })
})
