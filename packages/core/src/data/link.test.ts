import { describe, expect, it } from 'vitest'
import { InvalidFeatureError } from '../errors.js'
import { Link } from './link.js'
import { Reader } from './reader.js'
import { contents } from './rows.test-support.js'
import { type Features, Schema } from './schema.js'

function linked(options = {}, takesCategories = true) {
  const [from, to] = [new Schema(), new Schema(options)]
  const reader = new Reader('From', from, true)
  const link = new Link('To', from, to, takesCategories)
  const pass = (x: Features) => contents(link.pass(reader.read(x)), to)
  return { from, to, reader, link, pass }
}

const asMap = (x: object) => new Map(Object.entries(x))

describe('Link', () => {
  it('hands rows on by name, whatever the places are on the other side', () => {
    const { to, pass } = linked()
    to.add('To', 'c', 'number')
    to.add('To', 'a', 'number')
    to.commit()
    for (const x of [{ a: 1, b: 2 }, { b: 3 }, { c: 4, a: 5 }, { a: 6, b: 7 }, { a: 8, b: 9 }]) {
      expect(pass(x)).toEqual(asMap(x))
      to.commit()
    }
    for (let i = 0; i < 6; i++) {
      expect(pass({ a: i, b: i + 1 })).toEqual(asMap({ a: i, b: i + 1 }))
    }
  })

  it('hands categories on by value, also new ones and ones the other side knows already', () => {
    const { to, pass } = linked()
    const shop = to.add('To', 'shop', 'category')
    to.addCategory('To', shop, 'south')
    to.commit()
    for (const value of ['north', 'south', 'north', 5, 'west', 'south']) {
      expect(pass({ n: 1, shop: value })).toEqual(asMap({ n: 1, shop: value }))
      to.commit()
    }
    expect(to.categoryCount(shop)).toBe(4)
  })

  it('makes a number a category where the other side has declared one', () => {
    const { to, pass } = linked()
    to.add('To', 'code', 'category')
    to.commit()
    expect(pass({ code: 7 })).toEqual(asMap({ code: 7 }))
    expect(to.categoryCount(0)).toBe(1)
  })

  it('does not remember what a prediction brought', () => {
    const { from, to, reader, link, pass } = linked()
    pass({ a: 1 })
    to.commit()
    link.pass(reader.peek({ a: 1, stranger: 2 }))
    from.rollback()
    to.rollback()
    expect(pass({ a: 1, other: 3 })).toEqual(asMap({ a: 1, other: 3 }))
    expect(to.names()).toEqual(['a', 'other'])
  })

  it('passes a row through untouched where both sides share a schema', () => {
    const schema = new Schema()
    const row = new Reader('From', schema, true).read({ a: 1 })
    expect(new Link('To', schema, schema, true).pass(row)).toBe(row)
  })

  it('refuses in the name of the other side what it cannot take', () => {
    const numeric = linked({}, false)
    expect(() => numeric.pass({ shop: 'north' })).toThrow('To: feature "shop" must be a number.')
    const small = linked({ maxFeatures: 1 })
    expect(() => small.pass({ a: 1, b: 2 })).toThrow(
      'To: feature "b" is one too many: the schema holds maxFeatures = 1 names.',
    )
    const known = linked()
    known.to.add('To', 'shop', 'number')
    known.to.commit()
    expect(() => known.pass({ shop: 'north' })).toThrow(InvalidFeatureError)
  })
})
