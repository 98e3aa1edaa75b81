import { describe, expect, it } from 'vitest'
import { Centre, Majority } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import { load, save } from '../snapshot/index.js'
import { FuncTransformer, Pipeline } from './index.js'
import { Offset } from './toys.test-support.js'

const total = Object.assign((x: Record<string, number>) => ({ ...x, total: x['a'] + x['b'] }), {
  id: 'test.total',
})

describe('a function as a step', () => {
  it('is given what the steps before it made, and gives an event', () => {
    const model = new Pipeline(new Centre(), ['sum', total], new Offset())
    for (const a of [1, 2, 3]) model.learnOne({ a, b: a }, 0)
    expect(model.transformOne({ a: 4, b: 5 })).toEqual({ a: 2, b: 3, total: 5 })
    const frame = Frame.fromRows([
      { a: 4, b: 5 },
      { a: 1, b: 1 },
    ])
    expect([...model.predictMany(frame)]).toEqual([5, -1])
    expect(String(model)).toMatch('FuncTransformer({ func: ')
  })

  it('that comes first is given the object itself, whatever is in it', () => {
    const seen: unknown[] = []
    const hour = (x: { at: Date; flag: boolean }) => {
      seen.push(x)
      return { hour: x.at.getUTCHours(), flag: x.flag }
    }
    const model = new Pipeline(hour, new Majority())
    const x = { at: new Date('2020-01-01T07:00Z'), flag: true }
    model.learnOne(x as never, 'early')
    expect(seen).toEqual([x]) // once
    expect(seen[0]).toBe(x)
    expect(model.transformOne(x as never)).toEqual({ hour: 7, flag: true })
    expect(new FuncTransformer({ func: hour }).transformOne(x as never)).toEqual({
      hour: 7,
      flag: true,
    })
  })

  it('sees nulls and booleans behind a step that keeps them', () => {
    const seen: unknown[] = []
    const look = (x: object) => {
      seen.push({ ...x })
      return x as never
    }
    new Pipeline(new FuncTransformer({ func: (x) => x }), look).transformOne({ a: null, b: false })
    expect(seen).toEqual([{ a: null, b: false }])
  })

  it('is asked once for each event it learns, and once for each it predicts', () => {
    let asked = 0
    const count = (x: object) => {
      asked++
      return { ...x, n: 1 }
    }
    const model = new Pipeline(count, new Centre(), new Offset())
    for (let i = 1; i <= 5; i++) {
      model.learnOne({ a: i }, i)
      model.predictOne({ a: i })
      expect(asked).toBe(2 * i)
    }
  })

  it('leaves all steps as they were when it throws or gives what is no event', () => {
    const odd = (x: { a: number }) => {
      if (x.a > 3) throw new RangeError('too far')
      return { a: x.a > 2 ? Number.NaN : x.a }
    }
    const model = new Pipeline(new Centre(), odd, new Offset())
    model.learnOne({ a: 0 }, 1)
    const answers = () => [model.get('Centre')?.toString(), model.predictOne({ a: 1 })]
    const state = () => save(model.get('Centre') as Centre)
    const [before, held] = [answers(), state()]
    model.learnOne({ a: 3 }, 1)
    expect(answers()).not.toEqual(before)
    expect(state()).not.toEqual(held)
    const then = state()
    expect(() => model.learnOne({ a: 12 }, 1)).toThrow(RangeError) // 7 above the mean of 0, 3, 12
    expect(state()).toEqual(then)
    expect(() => model.learnOne({ a: 5 }, 1)).toThrow('odd: feature "a" must be a finite number')
    const frame = Frame.fromRows([{ a: 3 }, { a: 2 }, { a: 20 }])
    expect(() => model.learnMany(frame, [1, 1, 1])).toThrow(RangeError)
    expect(state()).toEqual(then)
  })

  it('takes what it would have refused before the steps in front of it learned', () => {
    const near = (x: { a: number }) => {
      if (x.a > 3) throw new RangeError('too far')
      return x
    }
    const model = new Pipeline(new Centre(), near, new Offset())
    model.learnMany(Frame.fromRows([{ a: 0 }, { a: 6 }]), [1, 1])
    expect(model.predictOne({ a: 3 })).toBe(1)
  })

  it('is saved by its id, and refused without one', () => {
    const model = new Pipeline(total, new Offset())
    model.learnOne({ a: 1, b: 2 }, 3)
    const learners = [Pipeline, FuncTransformer, Offset, total] as never
    const loaded = load<typeof model>(save(model), { learners })
    expect(loaded.predictOne({ a: 1, b: 2 })).toBe(model.predictOne({ a: 1, b: 2 }))
    expect(() => save(new Pipeline((x: object) => x as never))).toThrow(
      'functions and symbols cannot be saved',
    )
  })

  it('must be one', () => {
    expect(() => new FuncTransformer({ func: 5 as never })).toThrow(
      'FuncTransformer: option "func" must be a function, got 5.',
    )
    expect(() => new FuncTransformer(undefined as never)).toThrow('option "func" is required')
  })
})
