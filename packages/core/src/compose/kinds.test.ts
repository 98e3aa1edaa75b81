import { describe, expect, expectTypeOf, it } from 'vitest'
import { Centre, Majority } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import type { Label } from '../data/labels.js'
import { Schema } from '../data/schema.js'
import { load, save } from '../snapshot/index.js'
import * as compose from './index.js'
import { AboveAll, AddTarget, Barrier, barrier, Halves, Offset } from './toys.test-support.js'

const bytes = (model: object) => Buffer.from(save(model)).toString('base64')

describe('a pipeline that ends with', () => {
  it('a regressor learns numbers with their weights and predicts numbers', () => {
    const model = new compose.Pipeline(new Centre(), new Offset())
    expectTypeOf(model.predictOne({ a: 1 })).toEqualTypeOf<number>()
    expectTypeOf(model).not.toHaveProperty('predictProbaOne')
    expectTypeOf(model).not.toHaveProperty('scoreOne')
    model.learnOne({ a: 2 }, 10)
    model.learnOne({ a: 4 }, 40, { w: 2 })
    expect(model.predictOne({ a: 5 })).toBe(2 + 30) // the mean of a is 3, of the targets 30
    expect(model.predictMany(Frame.fromRows([{ a: 5 }, { a: 3 }]))).toEqual(Float64Array.of(32, 30))
    expect(() => model.learnOne({ a: 1 }, 'high' as never)).toThrow(
      'Offset: the label must be a finite number, got "high".',
    )
  })

  it('a classifier tells labels and their probabilities', () => {
    const model = compose.pipe(new Centre(), ['model', new Majority()])
    expectTypeOf(model.predictOne({ a: 1 })).toEqualTypeOf<Label | undefined>()
    expectTypeOf(model.predictProbaOne({ a: 1 })).toEqualTypeOf<Map<Label, number>>()
    // @ts-expect-error a classifier is no anomaly detector
    expect(() => model.scoreOne({ a: 1 })).not.toThrow(TypeError)
    const frame = Frame.fromRows([{ a: 1 }, { a: 2 }])
    expect(model.predictProbaMany(frame)).toEqual({ labels: [], values: new Float64Array(0) })
    model.learnMany(frame, ['x', 'y'], { w: [1, 3] })
    expect(model.predictProbaMany(frame)).toEqual({
      labels: ['x', 'y'],
      values: Float64Array.of(0.25, 0.75, 0.25, 0.75),
    })
    expect(model.predictOne({})).toBe('y')
  })

  it('a clusterer learns without a target, and takes a weight in its place', () => {
    const model = new compose.Pipeline(new Centre(), new Halves())
    expectTypeOf(model.predictOne({ a: 1 })).toEqualTypeOf<number>()
    model.learnOne({ a: 2 })
    model.learnOne({ a: 4 }, { w: 3 } as never)
    const other = new compose.Pipeline(new Centre(), new Halves())
    other.learnMany(Frame.fromRows([{ a: 2 }, { a: 4 }]), undefined, { w: [1, 3] })
    expect(bytes(other)).toBe(bytes(model))
    expect(model.predictMany(Frame.fromRows([{ a: 3 }, { a: 9 }]))).toEqual(Int32Array.of(0, 1))
  })

  it('an anomaly detector tells scores', () => {
    const model = new compose.Pipeline(new Centre(), new AboveAll())
    expectTypeOf(model.scoreOne({ a: 1 })).toEqualTypeOf<number>()
    expectTypeOf(model).not.toHaveProperty('predictOne')
    model.learnOne({ a: 2 })
    expect(model.scoreOne({ a: 7 })).toBe(5)
    expect(model.scoreMany(Frame.fromRows([{ a: 7 }, { a: 2 }]))).toEqual(Float64Array.of(5, 0))
  })

  it('a transformer transforms, and is a step of other pipelines', () => {
    const inner = new compose.Pipeline(new Centre(), (x: object) => ({ ...x, b: 1 }))
    expectTypeOf(inner).toHaveProperty('transformOne')
    expectTypeOf(inner).not.toHaveProperty('predictOne')
    const model = new compose.Pipeline(inner, new compose.Prefixer({ prefix: 'p_' }), new Offset())
    expectTypeOf(model.predictOne({ a: 1 })).toEqualTypeOf<number>()
    model.learnOne({ a: 2 }, 5)
    expect(model.transformOne({ a: 3 })).toEqual({ p_a: 1, p_b: 1 })
    expect(model.predictOne({ a: 3 })).toBe(6)
    expect(inner.transformMany(Frame.fromRows([{ a: 3 }])).row(0)).toEqual({ a: 1, b: 1 })
  })

  it('refuses at compile time what its last step cannot learn', () => {
    const numbers = new compose.Pipeline(new Centre(), new Offset())
    // @ts-expect-error a regressor learns numbers
    expect(() => numbers.learnOne({ a: 1 }, 'x')).toThrow()
    // @ts-expect-error a pipeline is no function's argument for a step
    expect(() => new compose.Pipeline(5)).toThrow()
    const named: compose.Pipeline<Majority> = new compose.Pipeline(['m', new Majority()])
    const any: compose.Pipeline = named
    expect(any.length).toBe(1)
  })
})

describe('a transformer that learns from targets', () => {
  it('is handed them, and transforms an event before it learns its target', () => {
    const model = new compose.Pipeline(new AddTarget(), new Centre(), new Offset())
    model.learnOne({ a: 1 }, 10) // Centre learns 1
    model.learnOne({ a: 1 }, 20) // Centre learns 1 + 10
    expect(model.transformOne({ a: 1 })).toEqual({ a: 1 + 15 - 6 })
    expect(model.supervised).toBe(true)
    expect(() => new compose.Pipeline(new AddTarget()).learnOne({ a: 1 })).toThrow(
      'AddTarget: the label must be a string, a finite number or a boolean, got undefined.',
    )
  })

  it('learns from frames and with weights on its own', () => {
    const [one, many] = [new AddTarget(), new AddTarget()]
    one.learnOne({ a: 1 }, 10)
    one.learnOne({ a: 1 }, 40, { w: 2 })
    many.learnMany(Frame.fromRows([{ a: 1 }, { a: 1 }]), [10, 40], { w: [1, 2] })
    expect(one.transformOne({ a: 1 })).toEqual({ a: 31 })
    expect(bytes(many)).toBe(bytes(one))
    expect(() => many.learnMany(Frame.fromRows([{ a: 1 }]), [1, 2])).toThrow(
      'AddTarget: 1 rows need as many targets, got 2.',
    )
  })

  it('is handed them by a union too, next to one that needs none', () => {
    const union = new compose.TransformerUnion(
      ['t', new compose.Pipeline(new AddTarget(), new compose.Prefixer({ prefix: 't_' }))],
      new Centre(),
    )
    const model = new compose.Pipeline(union, new Offset())
    model.learnOne({ a: 2 }, 10)
    model.learnOne({ a: 4 }, 20)
    expect(union.transformOne({ a: 5 })).toEqual({ t_a: 20, a: 2 })
    expect(union.supervised).toBe(true)
  })
})

describe('an anomaly filter', () => {
  const learners = [compose.Pipeline, Centre, Barrier, Offset] as never
  it('keeps an anomaly from what stands behind it, and lets all pass to be predicted', () => {
    const model = new compose.Pipeline(new Centre(), barrier(), new Offset())
    model.learnOne({ a: 1 }, 10)
    model.learnOne({ a: 1000 }, 1e9)
    expect(model.predictOne({ a: 500.5 })).toBe(10)
    const loaded = load<typeof model>(save(model), { learners })
    expect(loaded.predictOne({ a: 500.5 })).toBe(10)
  })
})

describe('a frame', () => {
  it('is learned whole or not at all, with its weights and labels checked first', () => {
    const model = new compose.Pipeline(new Centre(), new Offset())
    model.learnOne({ a: 1 }, 1)
    const before = bytes(model)
    const frame = Frame.fromRows([{ a: 1 }, { a: 2 }])
    expect(() => model.learnMany(frame, [1, NaN])).toThrow('must be a finite number')
    expect(() => model.learnMany(frame, [1, 2], { w: [1] })).toThrow('need as many weights')
    expect(() => model.learnMany(frame, [1, 2], { w: -1 })).toThrow('option "w"')
    expect(() => model.learnMany(frame, undefined as never)).toThrow('need as many labels')
    expect(bytes(model)).toBe(before)
    model.learnMany(frame, [5, 7], { w: 0 })
    expect(model.predictOne({ a: 1 })).toBe(1 - 4 / 3 + 1) // the scaler learns, the model does not
  })
})

describe('a wrapper', () => {
  it('reads rows under the schema of what it holds, and clones both', () => {
    const schema = new Schema({ maxFeatures: 3 })
    const inner = new compose.Pipeline(new Centre({ schema }), new Offset())
    const options = {
      regressor: inner,
      func: (y: number) => y * 2,
      inverseFunc: (y: number) => y / 2,
    }
    const model = new compose.TargetTransformRegressor(options)
    expect(model.schema).toBe(schema)
    model.learnOne({ a: 1 }, 10)
    const clone = model.clone()
    expect(clone.schema).toBe((clone.options.regressor as typeof inner).schema)
    expect(clone.schema.options.maxFeatures).toBe(3)
    expect(clone.schema.size).toBe(0)
    expect(clone.predictOne({ a: 1 })).toBe(0.5)
    expect(model.predictOne({ a: 1 })).toBe(10)
    expect(
      () => new compose.TargetTransformRegressor({ ...options, schema: new Schema() }),
    ).toThrow('option "schema" must be given to the model it holds, whose schema it shares.')
  })
})
