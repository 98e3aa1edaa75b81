import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../errors.js'
import { Random } from '../random/random.js'
import { reloaded } from './reloaded.test-support.js'
import { BloomSet } from './set.js'

const items = fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 40 })
const seeing = (list: readonly (string | number)[]): BloomSet => {
  const set = new BloomSet({ capacity: 100, seed: 1 })
  set.update(list)
  return set
}

describe('sketch.Set', () => {
  it('finds what River finds, also what never came', () => {
    const set = new BloomSet({ capacity: 100, seed: 0 })
    const rng = new Random(42)
    for (let i = 0; i < 10; i++) set.add(rng.randint(0, 200))
    expect([set.nHash, set.nBits]).toEqual([7, 959])
    const found = Array.from({ length: 350 }, (_, i) => i - 50).filter((x) => set.has(x))
    expect(found).toEqual([6, 26, 28, 35, 57, 62, 70, 163, 188, 189])
  })

  it('finds all that came, also in a union, an intersection and a copy', () => {
    fc.assert(
      fc.property(items, items, (first, second) => {
        const [a, b] = [seeing(first), seeing(second)]
        const [union, both] = [a.union(b), a.intersection(b)]
        for (const x of [...first, ...second]) expect(union.has(x)).toBe(true)
        for (const x of first) {
          expect(both.has(x)).toBe(b.has(x))
          expect(reloaded(a).has(x)).toBe(true)
        }
      }),
    )
  })

  it('finds few that never came, with as many items as it was made for', () => {
    const set = new BloomSet({ capacity: 1000, fpRate: 0.05, seed: 3 })
    set.update(Array.from({ length: 1000 }, (_, i) => `in ${i}`))
    const wrong = Array.from({ length: 2000 }, (_, i) => `out ${i}`).filter((x) => set.has(x))
    expect(wrong.length / 2000).toBeLessThan(0.1)
  })

  it('unites sets that drew their seeds only with themselves', () => {
    const set = new BloomSet()
    set.add('a')
    expect(set.union(set).has('a')).toBe(true)
  })

  it('refuses what is no item, and is as it was', () => {
    const set = seeing([])
    expect(() => set.update(['a', {} as never])).toThrow(
      'Set: an item must be a string, a number, a boolean or a bigint, got an object.',
    )
    expect(set.has('a')).toBe(false)
    for (const none of [null, undefined, 5, {}]) {
      expect(() => set.update(none as never)).toThrow(InvalidInputError)
    }
    expect(() => set.update(null as never)).toThrow(
      'Set: the items must come in a list or the like, got null.',
    )
    expect(() => set.merge(new BloomSet({ capacity: 100, seed: 2 }))).toThrow(
      'Set: needs a Set of the same capacity, fpRate and seed, got a BloomSet.',
    )
    expect(() => new BloomSet({ capacity: 1e9, fpRate: 1e-9 })).toThrow(
      'Set: option "capacity" must leave the set at most 4294967296 bits, got 1000000000.',
    )
  })
})
