import { describe, expect, it } from 'vitest'
import { Centre, Majority, Spy } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import { Schema } from '../data/schema.js'
import { load, save } from '../snapshot/index.js'
import { Pipeline } from './pipeline.js'

const bytes = (model: object) => Buffer.from(save(model)).toString('base64')

describe('a pipeline', () => {
  it('names its steps by their class, or as it is told; a name that is taken gets a number', () => {
    const [first, second, third] = [new Centre(), new Centre(), new Centre()]
    const model = new Pipeline(first, second, ['mine', third], new Majority())
    expect([...model.steps.keys()]).toEqual(['Centre', 'Centre1', 'mine', 'Majority'])
    expect(model.get('Centre1')).toBe(second)
    expect(model.get('mine')).toBe(third)
    expect(model.get(0)).toBe(first)
    expect(model.get(-1)).toBeInstanceOf(Majority)
    expect(model.get('other')).toBeUndefined()
    expect(model.length).toBe(4)
    expect(model.toString()).toBe('Pipeline(Centre(), Centre(), Centre(), Majority())')
  })

  it('teaches each step in order: the model learns what the transformers make of an event', () => {
    const spy = new Spy()
    const model = new Pipeline(new Centre(), spy)
    model.learnOne({ a: 10 }, 'x')
    model.learnOne({ a: 20 }, 'y', { w: 2 })
    model.predictOne({ a: 20 })
    expect(spy.calls).toEqual(['learn 0 as x (1)', 'learn 5 as y (2)', 'predict 5'])
  })

  it('gives what comes out of its transformers, with or without a model behind them', () => {
    const learned = (model: Pipeline) => {
      for (const a of [10, 20, 30]) model.learnOne({ a, shop: 'north' }, 'x')
      return model.transformOne({ a: 25, shop: 'north', fresh: 1 })
    }
    expect(learned(new Pipeline(new Centre(), new Majority()))).toEqual({
      a: 5,
      shop: 'north',
      fresh: 1,
    })
    expect(learned(new Pipeline(new Centre()))).toEqual({ a: 5, shop: 'north', fresh: 1 })
    expect(learned(new Pipeline(new Centre(), new Centre()))).toMatchObject({ shop: 'north' })
  })

  it('learns the same from a frame as from objects, and predicts before it learns', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ a: i, ...(i % 3 ? { b: -i } : {}) }))
    const labels = rows.map((_, i) => i % 4 === 0)
    const [one, many, both] = [0, 1, 2].map(() => new Pipeline(new Centre(), new Majority()))
    const predicted = rows.map((x, i) => {
      const before = one.predictOne(x)
      one.learnOne(x, labels[i])
      return before
    })
    const frame = Frame.fromRows(rows)
    many.learnMany(frame, labels)
    expect(both.predictThenLearnMany(frame, labels)).toEqual(predicted)
    expect(bytes(many)).toBe(bytes(one))
    expect(bytes(both)).toBe(bytes(one))
    expect(many.predictMany(frame)).toEqual(rows.map((x) => one.predictOne(x)))
  })

  it('is not changed by predicting or transforming, in none of its steps', () => {
    const model = new Pipeline(new Centre(), new Centre(), new Majority())
    for (let i = 0; i < 9; i++) model.learnOne({ a: i, shop: 'north' }, i % 2)
    const before = bytes(model)
    for (const x of [{ a: 1, fresh: 2 }, { shop: 'south' }, {}, { other: 'x' }]) {
      model.predictOne(x)
      model.predictProbaOne(x)
      model.transformOne(x)
      model.predictMany(Frame.fromRows([x]))
      expect(bytes(model)).toBe(before)
    }
  })

  it('is not changed by an event or a frame that a later step refuses', () => {
    const small = new Majority({ schema: new Schema({ maxFeatures: 2 }) })
    const model = new Pipeline(new Centre(), small)
    for (let i = 0; i < 5; i++) model.learnOne({ a: i, b: 1 }, 'x')
    const before = bytes(model)
    const frame = Frame.fromRows([{ a: 1, b: 2 }, { a: 3 }, { a: 1, c: 2 }])
    const acts = [
      () => model.learnOne({ a: 1, c: 2 }, 'x'),
      () => model.predictOne({ a: 1, c: 2 }),
      () => model.learnMany(frame, ['x', 'x', 'x']),
      () => model.predictThenLearnMany(frame, ['x', 'x', 'x']),
      () => model.learnOne({ a: 1 }, null as never),
      () => model.learnOne({ a: 1 }, 'x', { w: -1 }),
      () => model.learnMany(frame, ['x']),
      () => model.learnMany([{ a: 1 }] as never, ['x']),
    ]
    for (const act of acts) {
      expect(act).toThrow()
      expect(bytes(model)).toBe(before)
    }
    for (let i = 0; i < 5; i++) model.learnOne({ a: i, b: 1 }, 'x')
  })

  it('goes on from a snapshot, with its names and the options of its steps', () => {
    const model = new Pipeline(['first', new Centre()], new Majority())
    for (let i = 0; i < 9; i++) model.learnOne({ a: i }, i % 3)
    const loaded = load<Pipeline<Majority>>(save(model), {
      learners: [Pipeline, Centre, Majority] as never,
    })
    expect([...loaded.steps.keys()]).toEqual(['first', 'Majority'])
    for (let i = 0; i < 9; i++) {
      expect(loaded.predictProbaOne({ a: i, b: 1 })).toEqual(model.predictProbaOne({ a: i, b: 1 }))
      for (const one of [loaded, model]) one.learnOne({ a: i, b: i }, i % 2)
    }
    expect(bytes(loaded)).toBe(bytes(model))
  })

  it('is cloned fresh, step by step, under the same names', () => {
    const model = new Pipeline(['first', new Centre()], new Majority())
    model.learnOne({ a: 1 }, 'x')
    const clone = model.clone()
    expect([...clone.steps.keys()]).toEqual(['first', 'Majority'])
    expect(clone.predictOne({ a: 1 })).toBeUndefined()
    expect(clone.schema.size).toBe(0)
    expect(model.schema.size).toBe(1)
  })

  it('must have a step before it is used, and a model at its end to predict', () => {
    expect(() => new Pipeline().learnOne({ a: 1 })).toThrow(
      'Pipeline: a pipeline must have a step before it is used.',
    )
    const scaler = new Pipeline(new Centre()) as unknown as Pipeline<Majority>
    const text = 'Pipeline: to predict, its last step must be a model.'
    expect(() => scaler.predictOne({ a: 1 })).toThrow(text)
    expect(() => scaler.predictProbaOne({ a: 1 })).toThrow(text)
    expect(() => scaler.predictMany(Frame.fromRows([{ a: 1 }]))).toThrow(text)
  })
})
