import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VectorDict } from './vector-dict.js'

const dicts = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: -9, max: 9 }))
  .map((data) => new VectorDict({ data }))

describe('utils.VectorDict', () => {
  it('adds and multiplies as numbers do, name by name', () => {
    fc.assert(
      fc.property(dicts, dicts, dicts, (a, b, c) => {
        expect(a.add(b).toDict()).toEqual(b.add(a).toDict())
        expect(a.add(b).mul(c).matmul(c)).toBe(a.mul(c).add(b.mul(c)).matmul(c))
        expect(a.sub(b).add(b).matmul(c)).toBe(a.matmul(c))
        expect(a.minimum(b).add(a.maximum(b)).toDict()).toEqual(a.add(b).toDict())
      }),
    )
  })

  it('makes what is missing, if it is told how', () => {
    const dict = new VectorDict({ defaultFactory: () => 7 })
    expect([dict.get('a'), dict.size]).toEqual([7, 1])
    expect(new VectorDict().get('a')).toBe(undefined)
    const other = new VectorDict({ data: new Map([['b', 1]]) })
    expect(dict.add(other).toDict()).toEqual(
      new Map([
        ['a', 7],
        ['b', 8],
      ]),
    )
  })

  it('copies what it is given, and takes any name', () => {
    const data = { ['__proto__']: 1, b: 2 }
    const dict = new VectorDict({ data })
    const copy = new VectorDict({ data: dict })
    copy.set('b', 5)
    copy.delete('__proto__')
    expect([String(dict), String(copy), [...copy]]).toEqual([
      '{__proto__: 1, b: 2}',
      '{b: 5}',
      ['b'],
    ])
    expect([new VectorDict().min(), new VectorDict().max()]).toEqual([undefined, undefined])
  })

  it('refuses what is no number', () => {
    const dict = new VectorDict()
    expect(() => dict.set('a', '1' as never)).toThrow(
      'VectorDict: a value must be a number, got "1".',
    )
    expect(() => dict.add({} as never)).toThrow(
      'VectorDict: goes with a VectorDict or a number only, got an object.',
    )
    expect(dict.size).toBe(0)
  })
})
