import { describe, expect, it } from 'vitest'
import { Centre } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import { load, save } from '../snapshot/index.js'
import { Discard, Grouper, Pipeline, Select } from './index.js'
import { AddTarget, Offset } from './toys.test-support.js'

const perCity = () =>
  new Grouper({ transformer: new Pipeline(new Discard('city'), new Centre()), by: 'city' })

describe('Grouper', () => {
  it('transforms each group by what it has learned of it', () => {
    const model = perCity()
    for (const price of [10, 20]) model.learnOne({ city: 'Porto', price })
    model.learnOne({ city: 'Faro', price: 100 })
    model.learnOne({ price: 7 })
    expect(model.transformOne({ city: 'Porto', price: 16 })).toEqual({ price: 1 })
    expect(model.transformOne({ city: 'Faro', price: 16 })).toEqual({ price: -84 })
    expect(model.transformOne({ price: 16, extra: 1 })).toEqual({ price: 9, extra: 1 })
    expect(model.transformOne({ city: 'new', price: 16 })).toEqual({ price: 16 })
    expect([...model.transformers.keys()]).toEqual(['Porto', 'Faro', ''])
  })

  it('keeps the names of what comes out once it has learned from them, and no others', () => {
    const model = perCity()
    model.learnOne({ city: 'Porto', price: 10 })
    model.transformOne({ city: 'Faro', price: 1, extra: 1 })
    expect(model.outputSchema.names()).toEqual(['price'])
  })

  it('groups by several features, and by numbers', () => {
    const model = new Grouper({ transformer: new Select('x'), by: ['a', 'b'] })
    const centre = new Grouper({ transformer: new Centre(), by: ['a', 'b'] })
    for (const one of [model, centre]) {
      one.learnOne({ a: 1, b: 'x', x: 1 })
      one.learnOne({ a: 1, b: 'y', x: 2 })
    }
    expect([...model.transformers.keys()]).toEqual(['1_x', '1_y'])
    expect(centre.transformOne({ a: 1, b: 'y', x: 5 })).toMatchObject({ a: 0, x: 3 })
  })

  it('does the same on frames and in a pipeline, and goes on from a snapshot', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({
      ...(i % 7 ? { city: 'abc'[i % 3] } : {}),
      price: i * i,
      ...(i > 20 ? { late: i } : {}),
    }))
    const make = () => new Pipeline(perCity(), new Offset())
    const [one, many] = [make(), make()]
    rows.forEach((x, i) => {
      one.learnOne(x, i)
    })
    many.learnMany(Frame.fromRows(rows), [...rows.keys()])
    expect(rows.map((x) => many.predictOne(x))).toEqual(rows.map((x) => one.predictOne(x)))
    const learners = [Pipeline, Grouper, Discard, Centre, Offset] as never
    const loaded = load<typeof one>(save(one), { learners })
    for (const model of [one, loaded]) model.learnOne({ city: 'd', price: 3 }, 1)
    expect(rows.map((x) => loaded.predictOne(x))).toEqual(rows.map((x) => one.predictOne(x)))
    expect(save(loaded)).toEqual(save(one))
    expect(one.clone().transformOne(rows[1])).toEqual({ price: 1 })
  })

  it('is not changed by transforming, nor by what a group refuses', () => {
    const model = perCity()
    model.learnOne({ city: 'Porto', price: 10 })
    const before = save(model)
    model.transformOne({ city: 'Porto', price: 1, fresh: 2 })
    model.transformOne({ city: 'Faro', fresh: 2 })
    expect(save(model)).toEqual(before)
    for (const act of [
      () => model.learnOne({ city: 'Lagos', price: 'high' }),
      () => model.learnOne({ city: 5, price: [] as never }),
    ]) {
      expect(act).toThrow('Grouper: feature "price"')
      expect(save(model)).toEqual(before)
    }
  })

  it('hands the target on to a transformer that needs it', () => {
    const model = new Pipeline(new Grouper({ transformer: new AddTarget(), by: 'g' }), new Offset())
    model.learnOne({ g: 1 }, 10)
    model.learnOne({ g: 2 }, 20)
    expect(model.transformOne({ g: 2 })).toEqual({ g: 22 })
  })

  it('tells what it must be given', () => {
    expect(() => new Grouper({ transformer: new Offset() as never, by: 'a' })).toThrow(
      'Grouper: option "transformer" must be a transformer, or a pipeline that ends with one',
    )
    for (const by of [5, [], ['a', 1], undefined]) {
      expect(() => new Grouper({ transformer: new Centre(), by: by as never })).toThrow(
        'Grouper: option "by"',
      )
    }
  })
})
