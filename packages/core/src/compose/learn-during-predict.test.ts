import { describe, expect, it } from 'vitest'
import { Centre, Majority } from '../base/toys.test-support.js'
import { Schema } from '../data/schema.js'
import { load, save } from '../snapshot/index.js'
import { learnDuringPredict, Pipeline, Prefixer, TransformerUnion } from './index.js'
import { AddTarget, Offset } from './toys.test-support.js'

const learners = [Pipeline, Centre, Offset, AddTarget, TransformerUnion, Prefixer] as never
const state = (model: { get(key: string): object | undefined }, name: string) =>
  Buffer.from(save(model.get(name) as object)).toString('base64')

describe('learnDuringPredict', () => {
  it('lets steps that need no target learn when an event is predicted, and only then', () => {
    const model = new Pipeline(new Centre(), new Offset())
    const early = learnDuringPredict(model)
    expect(early.predictOne({ a: 4 })).toBe(0) // the mean of a is 4 now
    early.learnOne({ a: 4 }, 10)
    expect(early.predictOne({ a: 10 })).toBe(3 + 10) // and now 7
    expect(model.transformOne({ a: 7 })).toEqual({ a: 0 })
    expect(early.transformOne({ a: 7 })).toEqual({ a: 0 })
  })

  it('changes nothing in how the pipeline itself predicts, and shares its steps', () => {
    const model = new Pipeline(new Centre(), new Majority())
    const early = learnDuringPredict(model)
    early.predictProbaOne({ a: 2 })
    const before = state(model, 'Centre')
    model.predictOne({ a: 100 })
    expect(state(model, 'Centre')).toBe(before)
    model.learnOne({ a: 4 }, 'x')
    expect(early.predictOne({ a: 3 })).toBe('x')
    expect(early.get('Centre')).toBe(model.get('Centre'))
  })

  it('leaves alone what needs the target, and teaches steps within a union once', () => {
    const branch = new Pipeline(new Centre(), new Prefixer({ prefix: 'c_' }))
    const union = new TransformerUnion(['branch', branch], new AddTarget())
    const early = learnDuringPredict(new Pipeline(union, new Offset()))
    early.predictOne({ a: 4 })
    early.learnOne({ a: 4 }, 10)
    early.predictOne({ a: 10 })
    expect(branch.transformOne({ a: 7 })).toEqual({ c_a: 0 }) // the mean of 4 and 10
    expect(union.transformOne({ a: 7 })).toEqual({ a: 17, c_a: 0 })
  })

  it('is what it is after it was saved or cloned', () => {
    const early = learnDuringPredict(new Pipeline(new Centre(), new Offset()))
    for (const one of [early.clone(), load<typeof early>(save(early), { learners })]) {
      one.predictOne({ a: 4 })
      expect(one.predictOne({ a: 6 })).toBe(1)
    }
  })

  it('learns nothing from an event that a step refuses', () => {
    const last = new Offset({ schema: new Schema({ maxFeatures: 1 }) })
    const early = learnDuringPredict(new Pipeline(new Centre(), last))
    early.predictOne({ a: 4 })
    const before = save(early)
    for (const x of [{ b: 1 }, { a: 1, b: 2 }]) {
      expect(() => early.predictOne(x)).toThrow('Offset: feature "b" is one too many')
      expect(save(early)).toEqual(before)
    }
  })

  it('is asked of a pipeline', () => {
    expect(() => learnDuringPredict(new Centre() as never)).toThrow(
      'learnDuringPredict: only a pipeline can do so, got a Centre.',
    )
  })
})
