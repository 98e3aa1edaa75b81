import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blake2s } from './blake2s.js'
import { NUnique } from './n-unique.js'
import { reloaded } from './reloaded.test-support.js'

const words = fc.array(fc.string(), { maxLength: 50 })
const seeing = (list: readonly string[]): NUnique => {
  const unique = new NUnique({ errorRate: 0.1, seed: 4 })
  for (const x of list) unique.update(x)
  return unique
}

function digest(text: string, salt: readonly number[]): string {
  const state = blake2s(new TextEncoder().encode(text), Uint8Array.from(salt))
  const bytes = Array.from({ length: 32 }, (_, i) => (state[i >> 2] >>> (8 * (i % 4))) & 255)
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

describe('sketch.NUnique', () => {
  it("gives River's estimates, few and many, also of other letters than ASCII's", () => {
    const fine = new NUnique({ seed: 0 })
    for (let i = 0; i < 3000; i++) fine.update(String(i))
    expect(fine.get()).toBe(2994)
    const coarse = new NUnique({ errorRate: 0.3, seed: 0 })
    for (let i = 0; i < 5000; i++) coarse.update(`naïve ${i}`)
    expect(coarse.get()).toBe(9504)
    const buckets = [8, 10, 13, 11, 11, 9, 14, 13, 9, 13, 11, 8, 9, 11, 13, 10]
    expect(coarse.buckets).toEqual(buckets)
  })

  it('hashes as BLAKE2s does', () => {
    const none = [0, 0, 0, 0, 0, 0, 0, 0]
    const salt = [1, 2, 3, 4, 5, 6, 7, 8]
    expect([digest('', none), digest('abc', none)]).toEqual([
      '69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9',
      '508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982',
    ])
    expect(['né', 'x'.repeat(64), 'x'.repeat(130)].map((text) => digest(text, salt))).toEqual([
      '935f58b5604695538e8905b86e1e93e3c30df2aeb72201bb174c4d5b3f596a3d',
      '423cd1c80ca93fd6e26e0105d5be91f439acd3911faa0224af266763abfbf89d',
      '82006a1241475251c2ac4b5c8b31325c780bc474e5a6cea44b1a293ed9d79e37',
    ])
  })

  it('merged has seen what both have, and is the same when saved and loaded', () => {
    fc.assert(
      fc.property(words, words, (first, second) => {
        const both = seeing(first)
        both.merge(seeing(second))
        expect(both.buckets).toEqual(seeing([...first, ...second]).buckets)
        const other = reloaded(both)
        other.update('new')
        both.update('new')
        expect(other.buckets).toEqual(both.buckets)
      }),
    )
  })

  it('is 0 at first, and counts no string twice', () => {
    expect(seeing([]).get()).toBe(0)
    expect(seeing(['a', 'a', 'a']).get()).toBe(1)
  })

  it('refuses what is no string, and what it cannot merge', () => {
    const unique = seeing([])
    expect(() => unique.update(5 as never)).toThrow('NUnique: the value must be a string, got 5.')
    expect(() => unique.merge(new NUnique({ errorRate: 0.1, seed: 5 }))).toThrow(
      'NUnique: needs a NUnique of the same errorRate and seed, got a NUnique.',
    )
    expect(() => new NUnique({ seed: -1 })).toThrow(
      'NUnique: option "seed" must be an integer of at least 0 and at most 4294967295 (or null), ' +
        'got -1.',
    )
    expect(unique.get()).toBe(0)
  })
})
