import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidOptionError } from '../errors.js'
import { Random } from './random.js'
import { checkSeed, drawBelow, seeded, seededAnew, shuffleInPlace, sourceOf } from './seeded.js'

describe('a seed', () => {
  it('makes the generator that CPython makes of it, each time anew', () => {
    const first = new Random(7).random()
    for (const seed of [7, 7n]) expect(seededAnew('X', seed).random()).toBe(first)
    expect(seededAnew('X', null)).toBeInstanceOf(Random)
  })

  it('may be a generator where that is kept', () => {
    const rng = new Random(7)
    expect(seeded('X', rng)).toBe(rng)
    expect(sourceOf('X', rng)).toBe(rng)
    expect(sourceOf('X', Math)).toBe(Math)
  })

  it.each<[unknown, boolean]>([
    [0.5, false],
    ['7', false],
    [{}, false],
    [undefined, false],
    [-1, true],
    [-1n, true],
  ])('is refused if it is %s', (seed, natural) => {
    expect(() => checkSeed('X', 'seedModel', seed, natural)).toThrow(
      /^X: option "seedModel" must be an integer or a bigint( of at least 0)? \(or null\), got /,
    )
    if (!natural) expect(() => sourceOf('X', seed as never)).toThrow(InvalidOptionError)
  })
})

describe('a draw from any source', () => {
  it('is CPython’s if the source is a Random', () => {
    const [a, b] = [new Random(3), new Random(3)]
    for (let count = 1; count < 50; count++) {
      expect(drawBelow('X', a, count)).toBe(b.randint(0, count - 1))
    }
    const [mine, theirs] = [
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]
    shuffleInPlace('X', a, mine)
    b.shuffle(theirs)
    expect(mine).toEqual(theirs)
  })

  it('is a whole number below the bound for every number a source may give', () => {
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 2 ** 31 }), (value, count) => {
        const drawn = drawBelow('X', { random: () => value }, count)
        return Number.isInteger(drawn) && drawn >= 0 && drawn < count
      }),
    )
  })

  it('fails where the source does not give numbers from 0 to 1', () => {
    for (const value of [1, -0.1, NaN]) {
      expect(() => drawBelow('X', { random: () => value }, 3)).toThrow(
        'X: option "seed" must be a generator of numbers from 0 (included) to 1 (excluded), got',
      )
    }
  })
})
