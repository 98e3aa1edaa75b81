import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidFeatureError, InvalidOptionError, SnapshotError } from '../errors.js'
import { Schema } from './schema.js'

/** A schema with a number, and with a category of two values. */
function example(options = {}): Schema {
  const schema = new Schema(options)
  schema.add('Test', 'age', 'number')
  const shop = schema.add('Test', 'shop', 'category')
  schema.addCategory('Test', shop, 'north')
  schema.addCategory('Test', shop, 5)
  schema.commit()
  return schema
}

describe('Schema', () => {
  it('numbers features and categories in the order in which they come', () => {
    const schema = example()
    expect(schema.names()).toEqual(['age', 'shop'])
    expect([schema.find('age'), schema.find('shop'), schema.find('other')]).toEqual([0, 1, -1])
    expect([schema.kind(0), schema.kind(1)]).toEqual(['number', 'category'])
    expect([schema.categoryCount(0), schema.categoryCount(1)]).toEqual([0, 2])
    expect([schema.category(1, 0), schema.category(1, 1), schema.category(1, 2)]).toEqual([
      'north',
      5,
      undefined,
    ])
    expect(schema.add('Test', 'age', 'category')).toBe(0)
    expect(schema.addCategory('Test', 1, 'north')).toBe(0)
  })

  it('tells 5 and "5" apart, and -0 and 0 not', () => {
    const schema = example()
    expect(schema.addCategory('Test', 1, '5')).toBe(2)
    expect(schema.addCategory('Test', 1, -0)).toBe(3)
    expect(schema.addCategory('Test', 1, 0)).toBe(3)
    expect(schema.category(1, 3)).toBe(0)
  })

  it('puts categories in order: numbers by size, then strings by code point', () => {
    const schema = new Schema()
    schema.add('Test', 'c', 'category')
    const values = ['b', '\u{10000}', 'a', 10, '\uffff', 9, 'ab', '']
    for (const value of values) schema.addCategory('Test', 0, value)
    const inOrder = Array.from(schema.categoriesInOrder(0), (code) => schema.category(0, code))
    expect(inOrder).toEqual([9, 10, '', 'a', 'ab', 'b', '\uffff', '\u{10000}'])
  })

  it('puts categories in order anew when one comes or is taken back', () => {
    const schema = new Schema()
    schema.add('Test', 'c', 'category')
    const order = () => Array.from(schema.categoriesInOrder(0), (code) => schema.category(0, code))
    schema.addCategory('Test', 0, 'm')
    schema.commit()
    expect(order()).toEqual(['m'])
    schema.addCategory('Test', 0, 'z')
    expect(order()).toEqual(['m', 'z'])
    schema.rollback()
    schema.addCategory('Test', 0, 'a')
    expect(order()).toEqual(['a', 'm'])
  })

  it('takes back what was added since the last commit, and nothing else', () => {
    const schema = example()
    const before = schema.saveState()
    schema.add('Test', 'fresh', 'category')
    schema.addCategory('Test', 2, 'x')
    schema.addCategory('Test', 1, 'south')
    schema.add('Test', 'late', 'number')
    expect(schema.provisional).toBe(true)
    schema.rollback()
    expect(schema.saveState()).toEqual(before)
    expect(schema.find('fresh')).toBe(-1)
    expect(schema.categoryCodes(1)?.has('south')).toBe(false)
    schema.add('Test', 'late', 'number')
    schema.commit()
    schema.rollback()
    expect(schema.names()).toEqual(['age', 'shop', 'late'])
  })

  it('is, after any steps, what the committed steps alone would have made', () => {
    const step = fc.oneof(
      fc.record({ name: fc.constantFrom('a', 'b', '__proto__', 'c'), nominal: fc.boolean() }),
      fc.constantFrom('commit' as const, 'rollback' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const schema = new Schema()
        let kept = new Schema()
        for (const one of steps) {
          if (one === 'commit') {
            schema.commit()
            kept = schema.copy()
          } else if (one === 'rollback') {
            schema.rollback()
            expect(schema.saveState()).toEqual(kept.saveState())
          } else {
            const feature = schema.add('Test', one.name, one.nominal ? 'category' : 'number')
            if (schema.kind(feature) === 'category') schema.addCategory('Test', feature, one.name)
          }
        }
      }),
    )
  })

  it('copies to a schema of its own', () => {
    const schema = example({ maxFeatures: 3 })
    const copy = schema.copy()
    schema.add('Test', 'late', 'number')
    expect(copy.names()).toEqual(['age', 'shop'])
    expect(copy.options.maxFeatures).toBe(3)
    expect(schema.fresh().size).toBe(0)
  })

  it('refuses one name, or one category, more than its limits', () => {
    const schema = example({ maxFeatures: 2, maxCategories: 2 })
    expect(() => schema.add('NB', 'late', 'number')).toThrow(
      'NB: feature "late" is one too many: the schema holds maxFeatures = 2 names.',
    )
    expect(() => schema.addCategory('NB', 1, 'south')).toThrow(
      'NB: feature "shop" has maxCategories = 2 categories already, got "south".',
    )
    expect(() => schema.addCategory('NB', 0, 'south')).toThrow(InvalidFeatureError)
    expect(schema.provisional).toBe(false)
  })

  it('refuses limits that are none', () => {
    for (const option of ['maxFeatures', 'maxCategories', 'maxLabels']) {
      for (const bad of [0, -1, 1.5, NaN, 16_777_217, '5', null]) {
        expect(() => new Schema({ [option]: bad })).toThrow(InvalidOptionError)
      }
    }
  })

  it('restores what it saved, and refuses what does not hang together', () => {
    const schema = example()
    const restored = new Schema()
    restored.restoreState(JSON.parse(JSON.stringify(schema.saveState())))
    expect(restored.saveState()).toEqual(schema.saveState())
    const hostile: unknown[] = [
      null,
      5,
      {},
      { names: ['a'], categories: [] },
      { names: ['a', 'a'], categories: [null, null] },
      { names: [5], categories: [null] },
      { names: ['a'], categories: ['xyz'] },
      { names: ['a'], categories: [[NaN]] },
      { names: ['a'], categories: [[{}]] },
      { names: ['a'], categories: [['x', 'x']] },
    ]
    for (const state of hostile) {
      expect(() => new Schema().restoreState(state)).toThrow(SnapshotError)
    }
    const small = { options: { maxFeatures: 1 }, names: ['a', 'b'], categories: [null, null] }
    expect(() => new Schema().restoreState(small)).toThrow(InvalidFeatureError)
  })
})
