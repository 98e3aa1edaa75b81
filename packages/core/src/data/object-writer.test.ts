import { afterEach, describe, expect, it, vi } from 'vitest'
import { ObjectWriter } from './object-writer.js'
import { Reader } from './reader.js'
import { Row } from './row.js'
import { type Features, Schema } from './schema.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

const forbidCode = () =>
  vi.stubGlobal('Function', () => {
    throw new EvalError('Code generation from strings disallowed for this context')
  })

describe.each([
  ['with generated code', () => {}],
  ['where code may not be generated', forbidCode],
])('an object writer %s', (_, prepare) => {
  const writing = () => {
    prepare()
    const schema = new Schema()
    const [reader, writer] = [new Reader('Test', schema, true), new ObjectWriter(schema)]
    return (x: Features) => writer.write(reader.read(x))
  }

  it('gives back what was read, time and again', () => {
    const write = writing()
    for (let i = 0; i < 6; i++) {
      expect(write({ a: i, b: -i })).toEqual({ a: i, b: -i })
      expect(write({ a: i, b: -i })).toEqual({ a: i, b: -i })
    }
    expect(write({ b: 2 })).toEqual({ b: 2 })
    expect(write({})).toEqual({})
  })

  it('writes categories as what they were', () => {
    const write = writing()
    for (const shop of ['north', 'south', 5, 'north', 'south']) {
      expect(write({ shop, n: 1 })).toEqual({ shop, n: 1 })
    }
  })

  it('writes odd names as own properties of a plain object', () => {
    const write = writing()
    const x = JSON.parse('{"__proto__": 1, "constructor": 2, "\\"]: 0}; throw 1": 3, "": 4}')
    for (let i = 0; i < 5; i++) {
      const out = write(x)
      expect(Object.entries(out).sort()).toEqual(Object.entries(x).sort())
      expect(Object.getPrototypeOf(out)).toBe(Object.prototype)
    }
  })

  it('hands out an object of its own each time', () => {
    const write = writing()
    const all = [1, 2, 3, 4, 5, 6].map((a) => write({ a }))
    expect(all).toEqual([1, 2, 3, 4, 5, 6].map((a) => ({ a })))
  })

  it('writes rows without a stamp, whichever features come one after the other', () => {
    prepare()
    const schema = new Schema()
    for (const name of ['a', '__proto__', 'b']) schema.add('Test', name, 'number')
    schema.add('Test', 'open')
    schema.commit()
    const writer = new ObjectWriter(schema)
    const writes = (row: Row, features: readonly number[]) => {
      row.clear()
      for (const feature of features) row.put(feature, 0)
      row.seal(schema.size)
      const out = writer.write(row)
      expect(Object.getPrototypeOf(out)).toBe(Object.prototype)
      return Object.entries(out)
    }
    const row = new Row()
    for (const features of [[0, 1, 2], [0, 2], [2], []]) {
      const expected = features.map((feature) => [schema.name(feature), 0])
      for (let i = 0; i < 4; i++) expect(writes(row, features)).toEqual(expected)
      expect(writes(row, [0, 3])).toHaveLength(2)
    }
    for (let i = 0; i < 4; i++) expect(writes(row, [3])).toEqual([['open', 0]])
    schema.add('Test', 'open', 'category')
    schema.addCategory('Test', 3, 'north')
    schema.commit()
    for (let i = 0; i < 4; i++) expect(writes(row, [3])).toEqual([['open', 'north']])
  })

  it('writes objects of more keys than code is generated for', () => {
    const write = writing()
    const wide = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`w${i}`, i]))
    for (let i = 0; i < 4; i++) expect(write(wide)).toEqual(wide)
  })
})
