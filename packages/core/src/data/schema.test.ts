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

describe('Schema of numbers', () => {
  function numbered(...numbers: number[]): Schema {
    const schema = new Schema({ maxFeatures: 2 })
    expect(schema.useNumbers(1000)).toBe(true)
    add(schema, ...numbers)
    schema.commit()
    return schema
  }

  function add(schema: Schema, ...numbers: number[]): number[] {
    const features = new Int32Array(numbers.length)
    schema.addNumbers('Test', Int32Array.from(numbers), numbers.length, features)
    return [...features]
  }

  it('gives numbers an index as they come, beyond maxFeatures too, and takes them back', () => {
    const schema = numbered(7, 999, 0)
    expect(add(schema, 999, 5, 7, 5, 263, 519)).toEqual([1, 3, 0, 3, 4, 5])
    expect([schema.provisional, schema.size, schema.find('5'), schema.name(3)]).toEqual([
      true,
      6,
      3,
      '5',
    ])
    schema.rollback()
    expect([schema.provisional, schema.names(), schema.find('5')]).toEqual([
      false,
      ['7', '999', '0'],
      -1,
    ])
    expect([schema.find('07'), schema.find('1e0'), schema.find('7')]).toEqual([-1, -1, 0])
  })

  it('knows the same as a map, whatever is added and taken back', () => {
    const step = fc.tuple(fc.array(fc.nat(999), { maxLength: 40 }), fc.boolean())
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const schema = numbered()
        let kept: number[] = []
        for (const [numbers, stays] of steps) {
          const now = [...new Set([...kept, ...numbers])]
          expect(add(schema, ...numbers)).toEqual(numbers.map((number) => now.indexOf(number)))
          if (stays) {
            schema.commit()
            kept = now
          } else schema.rollback()
          expect(schema.names()).toEqual(kept.map(String))
        }
        expect(schema.copy().names()).toEqual(kept.map(String))
      }),
    )
  })

  it('takes other names too, which make names of all, and no more of them than maxFeatures', () => {
    const schema = numbered(7)
    const before = schema.saveState()
    expect([schema.add('Test', 'a', 'number'), schema.find('7')]).toEqual([1, 0])
    expect(() => schema.add('Test', 'b', 'number')).toThrow('maxFeatures = 2')
    schema.rollback()
    expect(schema.saveState()).toEqual(before)
    expect(schema.add('Test', '8', 'number')).toBe(1)
    expect(() => schema.add('Test', 'shop', 'category')).toThrow('maxFeatures = 2')
  })

  it('shares its numbers with a schema that has no names, and is saved on its own', () => {
    const schema = numbered(7, 8)
    const [other, named] = [new Schema(), example()]
    other.shareNumbers(schema)
    named.shareNumbers(schema)
    expect([other.hasNumbersOf(schema), named.hasNumbersOf(schema)]).toEqual([true, false])
    const [one, two] = [schema.copy(), other.copy()]
    add(one, 9)
    expect([one.size, two.size, other.names()]).toEqual([3, 2, ['7', '8']])
    one.commit()
    two.shareNumbers(one)
    expect(two.names()).toEqual(['7', '8', '9'])
  })

  it('refuses numbers that are no places, or come twice', () => {
    for (const [below, numbers] of [
      [10, [1, 1]],
      [10, [10]],
      [10, [-1]],
      [10, [0.5]],
      [10, ['1']],
      [10, 5],
      [0, [0]],
      [2 ** 30, [0]],
    ] as const) {
      const load = () => new Schema().restoreState({ options: {}, below, numbers })
      expect(load).toThrow(SnapshotError)
    }
  })
})

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
