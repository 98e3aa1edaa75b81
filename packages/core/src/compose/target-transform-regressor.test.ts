import { describe, expect, it } from 'vitest'
import { Centre, Majority } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import { Schema } from '../data/schema.js'
import { load, save } from '../snapshot/index.js'
import { Pipeline, TargetTransformRegressor } from './index.js'
import { Offset } from './toys.test-support.js'

const square = Object.assign((y: number) => y * y, { id: 'test.square' })
const root = Object.assign((y: number) => Math.sqrt(y), { id: 'test.root' })
const make = (regressor: Offset | Pipeline<Offset> = new Offset()) =>
  new TargetTransformRegressor({ regressor, func: square, inverseFunc: root })

describe('TargetTransformRegressor', () => {
  it('teaches the transformed target and tells the inverse of the prediction', () => {
    const model = make()
    model.learnOne({}, 3)
    model.learnOne({}, 5, { w: 3 })
    expect(model.predictOne({})).toBe(Math.sqrt((9 + 3 * 25) / 4))
  })

  it('does the same on frames, and around a pipeline', () => {
    const [one, many] = [0, 1].map(() => make(new Pipeline(new Centre(), new Offset())))
    const rows = [{ a: 1 }, { a: 5, b: 1 }, { b: 3 }]
    rows.forEach((x, i) => {
      one.learnOne(x, i + 1)
    })
    many.learnMany(Frame.fromRows(rows), [1, 2, 3])
    expect([...many.predictMany(Frame.fromRows(rows))]).toEqual(rows.map((x) => one.predictOne(x)))
    expect(save(many)).toEqual(save(one))
  })

  it('refuses a target whose transform is no finite number, and is as it was', () => {
    const log = { func: Math.log, inverseFunc: Math.exp }
    const model = new TargetTransformRegressor({ regressor: new Offset(), ...log })
    model.learnOne({ a: 1 }, 3)
    const before = model.predictOne({ a: 1 })
    for (const learn of [
      () => model.learnOne({ b: 1 }, 0),
      () => model.learnMany(Frame.fromRows([{ b: 1 }, { b: 1 }]), [1, 0]),
    ]) {
      expect(learn).toThrow(
        'TargetTransformRegressor: the label must become a finite number by func, got 0.',
      )
    }
    expect(model.predictOne({ a: 1 })).toBe(before)
    expect(model.schema.names()).toEqual(['a'])
  })

  it('is unchanged by an event or a frame that a step inside refuses', () => {
    const last = new Offset({ schema: new Schema({ maxFeatures: 2 }) })
    const model = make(new Pipeline(new Centre(), last))
    model.learnOne({ a: 1, b: 1 }, 3)
    const before = save(model)
    for (const act of [
      () => model.learnOne({ a: 1, c: 1 }, 3),
      () => model.predictOne({ a: 1, c: 1 }),
      () => model.learnMany(Frame.fromRows([{ a: 1 }, { c: 1 }]), [3, 3]),
    ]) {
      expect(act).toThrow('Offset: feature "c" is one too many')
      expect(save(model)).toEqual(before)
    }
  })

  it('is loaded with its functions, which are named by their id', () => {
    const model = make(new Pipeline(new Centre(), new Offset()))
    for (const a of [1, 5, 3]) model.learnOne({ a }, a)
    const learners = [TargetTransformRegressor, Pipeline, Centre, Offset, square, root] as never
    const loaded = load<typeof model>(save(model), { learners })
    for (const one of [model, loaded]) one.learnOne({ a: 4, b: 1 }, 4)
    expect(loaded.predictOne({ a: 2 })).toBe(model.predictOne({ a: 2 }))
    expect(save(loaded)).toEqual(save(model))
    const without = [TargetTransformRegressor, Pipeline, Centre, Offset, square] as never
    expect(() => load(save(model), { learners: without })).toThrow('got "test.root"')
    const hostile = [TargetTransformRegressor, Pipeline, Centre, Offset, square] as never
    const named = Object.assign(() => 1, { id: 'test.Centre' })
    const odd = new TargetTransformRegressor({ ...model.options, func: named })
    expect(() => load(save(odd), { learners: hostile })).toThrow('must not stand for a function')
  })

  it('holds a regressor, or a pipeline that ends with one', () => {
    const text =
      'TargetTransformRegressor: option "regressor" must be a regressor, or a pipeline that ends ' +
      'with one, got '
    for (const wrong of [new Majority(), new Pipeline(new Centre()), {}]) {
      expect(() => make(wrong as never)).toThrow(text)
    }
  })
})
