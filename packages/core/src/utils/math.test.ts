import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as math from './math.js'

const vectors = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -9, max: 9 }))

describe('utils.math', () => {
  it('has distances that are norms of differences', () => {
    fc.assert(
      fc.property(vectors, vectors, fc.constantFrom(1, 2, 3, Infinity), (a, b, p) => {
        const distance = math.minkowskiDistance(a, b, p)
        expect(distance).toBeCloseTo(math.minkowskiDistance(b, a, p), 12)
        expect(distance).toBeLessThanOrEqual(math.norm(a, p) + math.norm(b, p) + 1e-9)
        expect(math.dot(a, a)).toBeCloseTo(math.norm(a) ** 2, 9)
        expect(math.dot(a, b)).toBe(math.dot(new Map(Object.entries(b)), a))
      }),
    )
  })

  it('leaves the scores as they are, and makes probabilities of them', () => {
    const scores = new Map([
      [1, 1000],
      [2, 1000],
    ])
    expect(math.softmax(scores)).toEqual(
      new Map([
        [1, 0.5],
        [2, 0.5],
      ]),
    )
    expect(scores.get(1)).toBe(1000)
    expect(math.softmax({})).toEqual(new Map())
  })

  it('has the edges River has', () => {
    expect([math.sigmoid(-31), math.sigmoid(31), math.sign(0)]).toEqual([0, 1, 0])
    expect([math.normCdf(0), math.normPdf(0)]).toEqual([0.5, 0.3989422804014327])
    expect(math.logSum2Exp(2000, 0)).toBeCloseTo(2000 - Math.LN2, 12)
    expect(math.prod([])).toBe(1)
  })

  it('refuses what has no answer', () => {
    expect(() => math.argmax([])).toThrow('utils.math.argmax: needs a number.')
    expect(() => math.chainDot()).toThrow('utils.math.chainDot: needs a vector.')
    expect(() => math.norm({}, 0)).toThrow(
      'utils.math.norm: the order must be a number above 0, got 0.',
    )
    expect(() => math.minkowskiDistance({}, {}, -1)).toThrow(
      'utils.math.minkowskiDistance: p must be a number above 0, got -1.',
    )
    expect(() => math.dot(5 as never, {})).toThrow(
      'utils: a vector must be an object or a Map of numbers, got 5.',
    )
  })
})
