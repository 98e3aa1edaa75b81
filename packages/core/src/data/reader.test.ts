import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { InvalidFeatureError, InvalidInputError } from '../errors.js'
import { Reader } from './reader.js'
import { contents, events, Oracle } from './rows.test-support.js'
import { type Features, Schema } from './schema.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

const forbidCode = () =>
  vi.stubGlobal('Function', () => {
    throw new EvalError('Code generation from strings disallowed for this context')
  })

const readerOf = (schema = new Schema(), takesCategories = true) =>
  new Reader('Model', schema, takesCategories)

/** What a reader makes of events: the features of each by name, or undefined if it refuses. */
function readAll(list: readonly Features[], fresh: boolean) {
  const schema = new Schema()
  let reader = readerOf(schema)
  return list.map((x) => {
    if (fresh) reader = readerOf(schema) // knows no shape: always takes the general way
    try {
      return contents(reader.read(x), schema)
    } catch (error) {
      if (error instanceof InvalidFeatureError) return undefined
      throw error
    }
  })
}

/** The text of what is thrown. */
function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return (error as Error).message
  }
  return 'it was not refused'
}

describe('a reader', () => {
  it('tells shapes apart, also where what it remembers them by is the same', () => {
    const schema = new Schema()
    const reader = readerOf(schema)
    const names = Array.from({ length: 40 }, (_, i) => `f${i}`)
    reader.read(Object.fromEntries(names.map((name, i) => [name, i])))
    for (const x of [
      { f0: 1, f31: 2 },
      { f1: 3, f0: 4 },
    ]) {
      for (let i = 0; i < 4; i++)
        expect(contents(reader.read(x), schema)).toEqual(new Map(Object.entries(x)))
    }
  })

  it('reads what a Map would, with generated code, by a loop, and in the general way', () => {
    fc.assert(
      fc.property(events, (list) => {
        const oracle = new Oracle()
        const expected = list.map((x) => oracle.read(x))
        expect(readAll(list, true)).toEqual(expected)
        expect(readAll(list, false)).toEqual(expected)
        forbidCode()
        expect(readAll(list, false)).toEqual(expected)
        vi.unstubAllGlobals()
      }),
      { numRuns: 300 },
    )
  })

  it('reads categories it first meets after it knows the shape of their events', () => {
    const schema = new Schema()
    const reader = readerOf(schema)
    for (let i = 0; i < 50; i++) {
      const x = { n: i, shop: `shop ${i % 7 === 0 ? i : 1}` }
      expect(contents(reader.read(x), schema)).toEqual(new Map(Object.entries(x)))
    }
    expect(schema.categoryCount(schema.find('shop'))).toBe(9)
  })

  it('reads more shapes than it remembers, and objects wider than it generates code for', () => {
    const schema = new Schema()
    const reader = readerOf(schema)
    const wide = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`w${i}`, i]))
    for (let round = 0; round < 3; round++) {
      for (let shape = 0; shape < 100; shape++) {
        const x = { [`only ${shape}`]: shape, all: round }
        for (let twice = 0; twice < 3; twice++) {
          expect(contents(reader.read(x), schema)).toEqual(new Map(Object.entries(x)))
        }
      }
      expect(contents(reader.read(wide), schema)).toEqual(new Map(Object.entries(wide)))
    }
  })

  it.each([
    ['with generated code', () => {}],
    ['by a loop', forbidCode],
  ])('takes no array, string or nothing for an event it knows the shape of, %s', (_, prepare) => {
    prepare()
    const schema = new Schema()
    const reader = readerOf(schema)
    for (let i = 0; i < 5; i++) reader.read({ 0: i, 1: 2 })
    for (let i = 0; i < 5; i++) reader.read({})
    for (let i = 0; i < 5; i++) reader.read({ 0: i, 1: 2 })
    for (const x of [[1, 2], Float64Array.of(1, 2), 'ab', null, undefined, 5, true, () => {}]) {
      expect(() => reader.read(x as never)).toThrow(InvalidInputError)
    }
    expect(contents(reader.read({ 0: 1, 1: 2 }), schema)).toEqual(
      new Map([
        ['0', 1],
        ['1', 2],
      ]),
    )
  })

  it.each([
    ['with generated code', () => {}],
    ['by a loop', forbidCode],
  ])('reads an object’s own features, never inherited ones, %s', (_, prepare) => {
    prepare()
    const schema = new Schema()
    const reader = readerOf(schema)
    for (let i = 0; i < 5; i++) reader.read({ a: i, b: 2 })
    const inherits = Object.assign(Object.create({ a: 1 }), { b: 2 })
    expect(contents(reader.read(inherits), schema)).toEqual(new Map([['b', 2]]))
    class Event {
      b = 2
      other = 3
      get a(): number {
        return 1
      }
    }
    const own = new Map(Object.entries({ b: 2, other: 3 }))
    expect(contents(reader.read(new Event() as never), schema)).toEqual(own)
    const bare = Object.assign(Object.create(null), { a: 7, b: 8 })
    expect(contents(reader.read(bare), schema)).toEqual(
      new Map([
        ['a', 7],
        ['b', 8],
      ]),
    )
  })

  it('notices another key among whole numbers, also where it knows their shape', () => {
    const known = { 0: 1, 1: 2, 7: 3 }
    const schema = new Schema()
    const reader = readerOf(schema)
    for (let i = 0; i < 4; i++) reader.read(known)
    const told = (x: Features) => Object.fromEntries(contents(reader.read(x), schema))
    expect(told({ 0: 4, 1: 5, 7: 6 })).toEqual({ 0: 4, 1: 5, 7: 6 })
    expect(told({ 0: 4, 1: 5, 8: 6 })).toEqual({ 0: 4, 1: 5, 8: 6 })
    expect(told({ 0: 4, 1: 5, 7: 6, 9: 7 })).toEqual({ 0: 4, 1: 5, 7: 6, 9: 7 })
    expect(told({ 0: 4, 1: 5 })).toEqual({ 0: 4, 1: 5 })
    for (const none of [null, undefined]) {
      expect(() => reader.read(none as never)).toThrow('an event must be an object of features')
    }
  })

  it('leaves the schema as it was when it refuses an event', () => {
    const schema = new Schema()
    const reader = readerOf(schema)
    reader.read({ a: 1, shop: 'north' })
    const before = schema.saveState()
    const bad = [
      { fresh: 1, a: NaN },
      { fresh: 'x', a: 'text' },
      { shop: 'south', a: {} },
      { shop: Infinity },
    ]
    for (const x of bad) {
      expect(() => reader.read(x as never)).toThrow(InvalidFeatureError)
      expect(() => reader.peek(x as never)).toThrow(InvalidFeatureError)
      expect(schema.saveState()).toEqual(before)
      expect(schema.provisional).toBe(false)
    }
  })

  it('passes on what a getter of the event throws, and forgets the event', () => {
    const schema = new Schema()
    const reader = readerOf(schema)
    const hostile = {
      a: 1,
      get b(): number {
        throw new RangeError('mine')
      },
    }
    expect(() => reader.read(hostile)).toThrow('mine')
    expect(schema.size).toBe(0)
    for (let i = 0; i < 3; i++) reader.read({ a: 1, b: i })
    expect(() => reader.read(hostile)).toThrow('mine')
    expect(contents(reader.read({ a: 4, b: 5 }), schema)).toEqual(
      new Map([
        ['a', 4],
        ['b', 5],
      ]),
    )
  })

  it('says what a feature must be, by what the model takes and has seen', () => {
    const mixed = readerOf()
    mixed.read({ n: 1, shop: 'north' })
    const numeric = readerOf(new Schema(), false)
    numeric.read({ n: 1 })
    const texts = [
      refusal(() => mixed.read({ n: 'text' })),
      refusal(() => mixed.read({ n: NaN })),
      refusal(() => mixed.read({ shop: new Date(0) } as never)),
      refusal(() => mixed.read({ fresh: [1] } as never)),
      refusal(() => numeric.read({ n: 'text' })),
      refusal(() => numeric.read({ fresh: 'text' })),
      refusal(() => numeric.read({ n: 12n } as never)),
      refusal(() => mixed.read(new Map([['n', 1]]) as never)),
      refusal(() => mixed.read(undefined as never)),
    ]
    expect(texts).toEqual([
      'Model: feature "n" must be a finite number, as it was so far, got "text".',
      'Model: feature "n" must be a finite number, a string or a boolean, got NaN.',
      'Model: feature "shop" must be a finite number, a string or a boolean, got a Date.',
      'Model: feature "fresh" must be a finite number, a string or a boolean, got [1].',
      'Model: feature "n" must be a finite number, got "text".',
      'Model: feature "fresh" must be a finite number, got "text".',
      'Model: feature "n" must be a finite number, got 12n.',
      'Model: an event must be an object of features, got a Map.',
      'Model: an event must be an object of features, got undefined.',
    ])
  })

  it('takes back what a prediction brought', () => {
    const schema = new Schema()
    const reader = readerOf(schema)
    reader.read({ a: 1, shop: 'north' })
    const before = schema.saveState()
    expect(reader.peek({ a: 1, shop: 'south', fresh: 3 }).count).toBe(3)
    expect(schema.provisional).toBe(true)
    schema.rollback()
    expect(schema.saveState()).toEqual(before)
  })

  it('gives rows with the same features the same stamp, and others another', () => {
    const reader = readerOf()
    const stamps = [1, 2, 3, 4, 5].map((a) => reader.read({ a }).stamp)
    expect(stamps[4]).toBe(stamps[3])
    expect(stamps[4]).not.toBe(0)
    expect(reader.read({ a: 1, b: 2 }).stamp).not.toBe(stamps[4])
  })
})
