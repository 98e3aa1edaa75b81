import { describe, expect, it } from 'vitest'
import { Reader } from '../data/reader.js'
import { Schema } from '../data/schema.js'
import { Passed } from './passed.js'

/** Reads events of one shape, which after two of them are known by a stamp. */
function door() {
  const schema = new Schema()
  const reader = new Reader('Test', schema, true)
  for (let i = 0; i < 3; i++) reader.read({ shop: 'north', at: 'day', n: i })
  for (const x of [
    { shop: 'south', at: 'day', n: 1 },
    { shop: 'north', at: 'night', n: 1 },
  ]) {
    reader.read(x)
  }
  const read = (shop: string, at: string) => reader.peek({ shop, at, n: 7 })
  return { schema, read }
}

describe('what is known of rows', () => {
  it('holds for rows of the same features whose categories were each met', () => {
    const { schema, read } = door()
    const passed = new Passed([schema])
    expect(passed.knows(read('north', 'day'))).toBe(false)
    passed.add(read('north', 'day'), schema)
    expect(passed.knows(read('north', 'day'))).toBe(true)
    expect(passed.knows(read('south', 'day'))).toBe(false)
    passed.add(read('south', 'night'), schema)
    expect(passed.knows(read('south', 'day'))).toBe(true)
    expect(passed.knows(read('north', 'night'))).toBe(true)
  })

  it('is nothing of a category that is new', () => {
    const { schema, read } = door()
    const passed = new Passed([schema])
    passed.add(read('north', 'day'), schema)
    expect(passed.knows(read('west', 'day'))).toBe(false)
    schema.rollback()
    expect(passed.knows(read('north', 'day'))).toBe(true)
  })

  it('ends when a name comes to one of the schemas, until a row is noted again', () => {
    const { schema, read } = door()
    const other = new Schema()
    const passed = new Passed([schema, other])
    passed.add(read('north', 'day'), schema)
    passed.add(read('south', 'day'), schema)
    other.add('Test', 'late', 'number')
    passed.add(read('north', 'day'), schema) // not while a name may be taken back
    expect(passed.knows(read('north', 'day'))).toBe(false)
    other.commit()
    passed.add(read('north', 'day'), schema)
    expect(passed.knows(read('north', 'day'))).toBe(true)
    expect(passed.knows(read('south', 'day'))).toBe(false)
  })
})
