import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeavyHitters } from './heavy-hitters.js'
import { reloaded } from './reloaded.test-support.js'

const options = { support: 0.1, epsilon: 0.2, fadingFactor: 0.9 }

describe('sketch.HeavyHitters', () => {
  it('counts exactly until the first bucket is full, then fades and forgets', () => {
    const hitters = new HeavyHitters(options)
    for (const x of ['a', 'a', 'a', 'b']) hitters.update(x)
    expect(hitters.mostCommon()).toEqual([
      ['a', 3],
      ['b', 1],
    ])
    hitters.update('c')
    expect(hitters.mostCommon()).toEqual([['a', 0.9 * 3]])
    expect([hitters.get('a'), hitters.get('b'), hitters.length]).toEqual([0.9 * 3, 0, 1])
    expect(hitters.mostCommon(0)).toEqual([])
  })

  it('keeps few of many different items', () => {
    const hitters = new HeavyHitters({ support: 0.01, epsilon: 0.01 })
    for (let i = 0; i < 20_000; i++) hitters.update(i % 3 === 0 ? 'often' : i)
    expect(hitters.length).toBeLessThan(200)
    expect(hitters.mostCommon(1)[0][0]).toBe('often')
  })

  it('goes on after saving and loading as if nothing had been', () => {
    const items = fc.array(fc.constantFrom('a', 'b', 'c', 1, '1', true, 2n))
    fc.assert(
      fc.property(items, items, (first, second) => {
        const hitters = new HeavyHitters(options)
        for (const x of first) hitters.update(x)
        const other = reloaded(hitters)
        for (const x of second) for (const one of [hitters, other]) one.update(x)
        expect(other.mostCommon()).toEqual(hitters.mostCommon())
      }),
    )
  })

  it('refuses what is no item, and a support above epsilon', () => {
    const hitters = new HeavyHitters()
    expect(() => hitters.update(undefined as never)).toThrow(
      'HeavyHitters: an item must be a string, a number, a boolean or a bigint, got undefined.',
    )
    expect(() => hitters.mostCommon(-1)).toThrow(
      'HeavyHitters: the number of items must be an integer from 0, got -1.',
    )
    expect(() => new HeavyHitters({ support: 0.1 })).toThrow(
      'HeavyHitters: option "support" must be at most epsilon (0.005), got 0.1.',
    )
    expect(hitters.length).toBe(0)
  })
})
