import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FirstRandom } from './first-random.js'
import { Random } from './random.js'

describe('FirstRandom', () => {
  const word = fc.integer({ min: 0, max: 2 ** 32 - 1 })

  it('gives the first number of a generator with that seed', () => {
    const source = new FirstRandom()
    fc.assert(
      fc.property(word, fc.oneof(fc.constant(0), word), (low, high) => {
        const seed = BigInt(high) * 2n ** 32n + BigInt(low)
        expect(source.after(high, low)).toBe(new Random(seed).random())
      }),
    )
  })
})
