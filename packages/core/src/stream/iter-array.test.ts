import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../errors.js'
import { Random } from '../random/random.js'
import { iterArray } from './iter-array.js'

const X = [
  [1, 2],
  [3, 4],
  [5, 6],
]

describe('iterArray', () => {
  it('names columns by their numbers unless told otherwise', () => {
    expect([...iterArray(X)][1]).toEqual([{ 0: 3, 1: 4 }, undefined])
    expect([...iterArray(X, { featureNames: ['a', 'b'] })][2]).toEqual([{ a: 5, b: 6 }, undefined])
    expect([...iterArray(X, null, { featureNames: ['a', 'b'] })][0][1]).toBeUndefined()
  })

  it('takes typed arrays, for rows and for targets', () => {
    const rows = [Float64Array.of(1.5, 2), Float64Array.of(3, 4)]
    expect([...iterArray(rows, Int8Array.of(0, 1))]).toEqual([
      [{ 0: 1.5, 1: 2 }, 0],
      [{ 0: 3, 1: 4 }, 1],
    ])
  })

  it('gives several targets as an object', () => {
    const y = [
      [true, 'a'],
      [false, 'b'],
      [true, 'c'],
    ]
    expect([...iterArray(X, y)][0][1]).toEqual({ 0: true, 1: 'a' })
    expect([...iterArray(X, y, { targetNames: ['s', 't'] })][1][1]).toEqual({ s: false, t: 'b' })
  })

  it('leaves texts as they are', () => {
    expect([...iterArray(['one text', 'another'], ['x', 'y'])]).toEqual([
      ['one text', 'x'],
      ['another', 'y'],
    ])
  })

  it('shuffles as River does, by one sample of all rows, with their targets', () => {
    const rows = Array.from({ length: 30 }, (_, i) => [i])
    const y = rows.map(([i]) => -i)
    const order = new Random(42).sample(y, 30)
    for (const seed of [42, new Random(42)]) {
      const shuffled = [...iterArray(rows, y, { shuffle: true, seed })]
      expect(shuffled.map(([, target]) => target)).toEqual(order)
      expect(shuffled.every(([x, target]) => x[0] === -Number(target))).toBe(true)
    }
    const other = [...iterArray(rows, y, { shuffle: true, seed: { random: () => 0 } })]
    expect(other.map(([x]) => x[0])).not.toEqual(order)
    expect(new Set(other.map(([x]) => x[0])).size).toBe(30)
  })

  it('gives nothing of nothing', () => {
    expect([...iterArray([])]).toEqual([])
    expect([...iterArray([], [])]).toEqual([])
  })

  it('refuses what does not fit, where River leaves out values', () => {
    expect(() => [...iterArray([[1, 2], [3]])]).toThrow(
      'iterArray: row 1 must be an array of 2 values, got 1.',
    )
    expect(() => [...iterArray(X, { featureNames: ['a'] })]).toThrow(
      'iterArray: row 0 must be an array of 1 values, got 2.',
    )
    expect(() => iterArray(X, [1, 2])).toThrow(
      'iterArray: y must have as many elements as X (3), got 2.',
    )
    expect(() => iterArray(5 as never)).toThrow(InvalidInputError)
    expect(() => iterArray(X, { feature_names: [] } as never)).toThrow('spelled "featureNames"')
  })
})
