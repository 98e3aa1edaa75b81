import { describe, expect, it } from 'vitest'
import { Centre } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import { Schema } from '../data/schema.js'
import { load, save } from '../snapshot/index.js'
import {
  FuncTransformer,
  Pipeline,
  Prefixer,
  Select,
  TransformerProduct,
  TransformerUnion,
} from './index.js'

const learners = [
  TransformerUnion,
  TransformerProduct,
  Pipeline,
  Centre,
  Select,
  Prefixer,
  FuncTransformer,
] as never
const both = () =>
  new TransformerUnion(new Centre(), [
    'raw',
    new Pipeline(new Select('a'), new Prefixer({ prefix: 'raw_' })),
  ])

describe('TransformerUnion', () => {
  it('gives what all its parts give; the last comes first, and the first wins', () => {
    const union = new TransformerUnion(new Centre(), new Select('b', 'c'))
    union.learnOne({ a: 2, b: 4, c: 6 })
    expect(union.transformOne({ a: 3, b: 9, c: 6 })).toEqual({ a: 1, b: 5, c: 0 })
    expect(union.outputSchema.names()).toEqual(['b', 'c', 'a'])
  })

  it('names its parts as a pipeline does, and takes functions', () => {
    const total = (x: { a: number; b: number }) => ({ total: x.a + x.b })
    const union = new TransformerUnion(new Centre(), new Centre(), ['mine', total], total)
    expect([...union.transformers.keys()]).toEqual(['Centre', 'Centre1', 'mine', 'total'])
    expect(union.get(0)).toBe(union.get('Centre'))
    expect(union.get('mine')).toBeInstanceOf(FuncTransformer)
    expect(union.length).toBe(4)
    expect(union.transformOne({ a: 1, b: 2 })).toEqual({ total: 3, a: 1, b: 2 })
  })

  it('takes in the parts of a union, and stands for a list of steps', () => {
    const nested = new TransformerUnion(new TransformerUnion(new Centre(), new Select('a')))
    expect([...nested.transformers.keys()]).toEqual(['Centre', 'Select'])
    const product = new TransformerProduct(new Select('a'), new Select('b'))
    expect(new TransformerUnion(product, new Select('a')).get(0)).toBe(product)
    const model = new Pipeline([new Select('a'), new Prefixer({ prefix: 'p_' })], new Centre())
    expect(model.get(0)).toBeInstanceOf(TransformerUnion)
    expect(model.transformOne({ a: 1, b: 2 })).toEqual({ p_a: 1, p_b: 2, a: 1 })
  })

  it('does the same on frames as on objects, also where shapes take turns', () => {
    const rows = Array.from({ length: 24 }, (_, i) =>
      i % 3 === 0 ? { a: i, shop: i % 2 ? 'x' : 'y' } : i % 3 === 1 ? { b: i, a: -i } : { b: i },
    )
    const [one, many] = [both(), both()]
    const first = rows.map((x) => {
      one.learnOne(x)
      return one.transformOne(x)
    })
    many.learnMany(Frame.fromRows(rows))
    const out = many.transformMany(Frame.fromRows(rows))
    rows.forEach((x, i) => {
      expect(out.row(i)).toEqual(one.transformOne(x))
      expect(Object.keys(first[i]).sort()).toEqual(Object.keys(out.row(i)).sort())
    })
    expect(save(many)).toEqual(save(one))
  })

  it('is cloned fresh and goes on from a snapshot', () => {
    const union = both()
    for (const a of [1, 5]) union.learnOne({ a, b: 1 })
    const clone = union.clone()
    expect(clone.transformOne({ a: 4 })).toEqual({ raw_a: 4, a: 4 })
    expect([...clone.transformers.keys()]).toEqual(['Centre', 'raw'])
    const loaded = load<TransformerUnion>(save(union), { learners })
    for (const one of [union, loaded]) one.learnOne({ a: 9, c: 2 })
    expect(loaded.transformOne({ a: 4, c: 3 })).toEqual(union.transformOne({ a: 4, c: 3 }))
    expect(save(loaded)).toEqual(save(union))
  })

  it('is as it was after an event that one part refuses', () => {
    const small = new Centre({ schema: new Schema({ maxFeatures: 1 }) })
    const union = new TransformerUnion(new Centre(), new Prefixer({ prefix: 'p_' }), [
      'small',
      small,
    ])
    union.learnOne({ a: 1 })
    const before = save(union)
    for (const act of [
      () => union.learnOne({ b: 5 }),
      () => union.transformOne({ b: 5 }),
      () => union.learnMany(Frame.fromRows([{ a: 7 }, { b: 5 }])),
      () => union.transformMany(Frame.fromRows([{ a: 7 }, { b: 5 }])),
    ]) {
      expect(act).toThrow('Centre: feature "b" is one too many')
      expect(save(union)).toEqual(before)
    }
  })

  it('is made of transformers, each once', () => {
    const centre = new Centre()
    expect(() => new TransformerUnion(centre, centre)).toThrow(
      'TransformerUnion: option "transformers" must be different objects: clone() makes one',
    )
    expect(() => new TransformerUnion('a' as never)).toThrow(
      'TransformerUnion: option "transformers" must be transformers, pipelines of transformers ' +
        'or functions, got "a".',
    )
  })
})

describe('TransformerProduct', () => {
  const three = () =>
    new TransformerProduct(new Select('a', 'b'), new Select('c'), new Prefixer({ prefix: '' }))

  it('multiplies each with each, under the names of all', () => {
    const x = { a: 2, c: 5 }
    const expected = { 'a*c*a': 20, 'a*c*c': 50 }
    const product = three()
    for (let i = 0; i < 4; i++) {
      expect(product.transformOne(x)).toEqual(expected)
      product.learnOne(x)
    }
    expect(product.transformOne({ a: 2, b: 3 })).toEqual({})
    expect(product.transformOne({ b: 3, c: 1 })).toEqual({ 'b*c*b': 9, 'b*c*c': 3 })
    expect(new TransformerProduct().transformOne(x)).toEqual({})
  })

  it('does the same on frames, and after it was loaded or cloned', () => {
    const rows = [{ a: 2, c: 5 }, { b: 3, c: 1, a: 1 }, { c: 2 }, { a: 2, c: 5 }]
    const product = three()
    for (const x of rows) product.learnOne(x)
    const loaded = load<TransformerProduct>(save(product), { learners })
    for (const one of [product, loaded, product.clone()]) {
      const out = one.transformMany(Frame.fromRows(rows))
      rows.forEach((x, i) => {
        expect(out.row(i)).toEqual(product.transformOne(x))
      })
    }
    expect(String(product)).toBe(
      "TransformerProduct(Select('a', 'b'), Select('c'), Prefixer({ prefix: '' }))",
    )
  })

  it('refuses to multiply by what is no number', () => {
    const product = new TransformerProduct(new Select('a'), new Select('shop'))
    expect(() => product.learnOne({ a: 1, shop: 'north' })).toThrow(
      'TransformerProduct: feature "shop" must be a number to multiply by.',
    )
    expect(product.schema.size).toBe(0)
  })
})
