import { compose, Frame, Schema, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LinearRegression } from '../linear-model/index.js'
import { StandardScaler, TargetMinMaxScaler, TargetStandardScaler } from './index.js'

const learners = [
  TargetStandardScaler,
  TargetMinMaxScaler,
  compose.Pipeline,
  StandardScaler,
  LinearRegression,
] as never
const rows = Array.from({ length: 40 }, (_, i) => ({
  a: Math.sin(i) * 10,
  ...(i % 5 ? { b: Math.cos(i) } : {}),
}))
const ys = rows.map((x, i) => 3 * x.a + 100 + (i % 7))

describe.each([
  ['TargetStandardScaler', TargetStandardScaler],
  ['TargetMinMaxScaler', TargetMinMaxScaler],
] as const)('%s', (name, Scaler) => {
  const make = () =>
    new Scaler({ regressor: new compose.Pipeline(new StandardScaler(), new LinearRegression()) })

  it('learns the same from a frame as from objects, with weights', () => {
    const [one, many] = [make(), make()]
    rows.forEach((x, i) => {
      one.learnOne(x, ys[i], { w: 1 + (i % 3) })
    })
    many.learnMany(Frame.fromRows(rows), ys, { w: ys.map((_, i) => 1 + (i % 3)) })
    const answers = rows.map((x) => one.predictOne(x))
    expect([...many.predictMany(Frame.fromRows(rows))]).toEqual(answers)
    const plain = make()
    plain.learnMany(Frame.fromRows(rows), ys)
    expect(plain.predictOne(rows[1])).not.toBe(answers[1])
  })

  it('goes on from a snapshot, and is cloned fresh with what it holds', () => {
    const model = make()
    rows.slice(0, 20).forEach((x, i) => {
      model.learnOne(x, ys[i])
    })
    const loaded = snapshot.load<typeof model>(snapshot.save(model), { learners })
    expect(loaded.schema).toBe(loaded.options.regressor.schema)
    for (const one of [model, loaded]) one.learnOne({ a: 1, late: 2 }, 9)
    expect(snapshot.save(loaded)).toEqual(snapshot.save(model))
    const clone = model.clone()
    expect(snapshot.save(clone)).toEqual(snapshot.save(make()))
  })

  it('is as it was after an event that a step inside refuses, or a target that is none', () => {
    const last = new LinearRegression({ schema: new Schema({ maxFeatures: 2 }) })
    const model = new Scaler({ regressor: new compose.Pipeline(new StandardScaler(), last) })
    model.learnOne({ a: 1, b: 1 }, 3)
    const before = snapshot.save(model)
    for (const act of [
      () => model.learnOne({ a: 5, c: 1 }, 300),
      () => model.learnOne({ a: 5 }, Number.NaN),
      () => model.predictOne({ c: 1 }),
      () => model.learnMany(Frame.fromRows([{ a: 9 }, { c: 1 }]), [7, 8]),
    ]) {
      expect(act).toThrow()
      expect(snapshot.save(model)).toEqual(before)
    }
  })

  it('needs a regressor', () => {
    expect(() => new Scaler({ regressor: new StandardScaler() as never })).toThrow(
      `${name}: option "regressor" must be a regressor, or a pipeline that ends with one, got a ` +
        'StandardScaler.',
    )
    expect(() => new Scaler({} as never)).toThrow('option "regressor" is required')
  })
})
