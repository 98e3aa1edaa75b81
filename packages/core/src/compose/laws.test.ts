import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Centre } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import { Schema } from '../data/schema.js'
import { load, save } from '../snapshot/index.js'
import {
  Discard,
  FuncTransformer,
  Grouper,
  Pipeline,
  Prefixer,
  Renamer,
  Select,
  SelectType,
  type Step,
  Suffixer,
  TargetTransformRegressor,
  TransformerProduct,
  TransformerUnion,
} from './index.js'
import { AddTarget, Offset } from './toys.test-support.js'

const half = Object.assign((y: number) => y / 2, { id: 'test.half' })
const twice = Object.assign((y: number) => y * 2, { id: 'test.twice' })
/** Refuses what lies far off, and brings names that depend on values. */
const judge = Object.assign(
  (x: Record<string, number>) => {
    const far = Object.values(x).find((value) => typeof value === 'number' && value > 5)
    if (far !== undefined) throw new RangeError('too far')
    const given = Object.values(x).filter((value) => value !== null) // an empty cell is null
    return { ...x, [`high_${given.length}`]: 1 }
  },
  { id: 'test.judge' },
)

const classes = [
  Centre,
  Discard,
  FuncTransformer,
  Grouper,
  Pipeline,
  Prefixer,
  Renamer,
  Select,
  SelectType,
  Suffixer,
  TargetTransformRegressor,
  TransformerProduct,
  TransformerUnion,
  AddTarget,
  Offset,
  half,
  twice,
  judge,
]

type X = Record<string, number | string | boolean | null>
type Model = Pipeline<Offset>

const numbers = () => new SelectType('number')
/** Transformers that may stand anywhere before the numeric model. */
const transformer: fc.Arbitrary<() => Step> = fc.oneof(
  { maxDepth: 2 },
  fc.constantFrom<() => Step>(
    () => new Centre(),
    () => new Prefixer({ prefix: 'p_' }),
    () => new Renamer({ mapping: { a: 'b', b: 'a', c: 'd' } }),
    () => new Discard('b'),
    () => new Pipeline(numbers(), new AddTarget()),
    () => new Grouper({ transformer: new Centre(), by: 'shop' }),
    () => new TransformerUnion(new Select('a', 'shop'), new Suffixer({ suffix: '_s' })),
    () => new TransformerUnion(new Centre(), new Pipeline(numbers(), new AddTarget())),
    () =>
      new TransformerProduct(
        new SelectType('number'),
        new Pipeline(numbers(), new Centre(), new Select('a', 'p_a', 'flag')),
      ),
    () => new Pipeline(new Centre(), new Pipeline(new Discard('c'), new Centre())),
    () => new FuncTransformer({ func: judge }),
  ),
)

/** A pipeline of them, whose last step holds so many names. */
const pipelines: fc.Arbitrary<() => Model> = fc
  .record({
    steps: fc.array(transformer, { minLength: 1, maxLength: 4 }),
    room: fc.constantFrom(3, 6, 1000),
    wrapped: fc.boolean(),
  })
  .map(({ steps, room, wrapped }) => () => {
    const last = new Offset({ schema: new Schema({ maxFeatures: room }) })
    const inner = wrapped
      ? new TargetTransformRegressor({ regressor: last, func: half, inverseFunc: twice })
      : last
    return new Pipeline(...steps.map((make) => make()), numbers(), inner) as unknown as Model
  })

const event: fc.Arbitrary<X> = fc.record(
  {
    a: fc.integer({ min: -4, max: 4 }),
    b: fc.integer({ min: -4, max: 7 }),
    c: fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constant(null)),
    shop: fc.constantFrom('x', 'y', 'z'),
    flag: fc.boolean(),
    late: fc.constant(1),
  },
  { requiredKeys: [] },
)
const stream = fc.array(fc.tuple(event, fc.integer({ min: -9, max: 9 })), {
  minLength: 1,
  maxLength: 25,
})
const bytes = (model: object) => Buffer.from(save(model)).toString('base64')

/** What comes of it: an answer, or the text of a refusal. */
function outcome(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return String(error)
  }
}

describe('any pipeline', () => {
  const check = (claim: (make: () => Model, events: [X, number][]) => void) =>
    fc.assert(fc.property(pipelines, stream, claim), { numRuns: 60 })

  it('is as it was after an event that it refused, be it to learn or to predict', () => {
    check((make, events) => {
      const model = make()
      for (const [x, y] of events) {
        const before = bytes(model)
        const refused = outcome(() => model.learnOne(x, y, { w: 2 }))
        if (refused !== undefined) expect(bytes(model)).toBe(before)
      }
    })
  })

  it('is not changed by predicting, transforming or being shown', () => {
    check((make, events) => {
      const model = make()
      for (const [x, y] of events) {
        outcome(() => model.learnOne(x, y))
        const before = bytes(model)
        outcome(() => model.predictOne({ ...x, stranger: 1 }))
        outcome(() => model.transformOne({ ...x, shop: 'new' }))
        outcome(() => model.debugOne(x))
        outcome(() => model.predictMany(Frame.fromRows([x, { other: 3 }])))
        expect(bytes(model)).toBe(before)
      }
    })
  })

  it('goes on from a snapshot as if nothing had been', () => {
    check((make, events) => {
      const model = make()
      const middle = Math.floor(events.length / 2)
      for (const [x, y] of events.slice(0, middle)) outcome(() => model.learnOne(x, y))
      const loaded = load<Model>(save(model), { learners: classes as never })
      for (const [x, y] of events.slice(middle)) {
        expect(outcome(() => loaded.predictOne(x))).toEqual(outcome(() => model.predictOne(x)))
        const refusals = [model, loaded].map((one) => outcome(() => one.learnOne(x, y)))
        expect(refusals[1]).toEqual(refusals[0])
      }
      expect(bytes(loaded)).toBe(bytes(model))
    })
  })

  it('learns the same from a frame as from objects, or nothing if one row is refused', () => {
    check((make, events) => {
      const [one, many] = [make(), make()]
      const xs = events.map(([x]) => x)
      const ys = events.map(([, y]) => y)
      const weights = ys.map((y) => Math.abs(y % 3))
      const frame = Frame.fromRows(xs)
      const before = bytes(many)
      const refused = outcome(() => many.learnMany(frame, ys, { w: weights }))
      if (refused !== undefined) {
        expect(bytes(many)).toBe(before)
        return
      }
      events.forEach(([x, y], i) => {
        one.learnOne(x, y, { w: weights[i] })
      })
      const shown = (model: Model) => xs.map((x) => outcome(() => model.transformOne(x)))
      expect(shown(many)).toEqual(shown(one))
      const alone = xs.map((x) => outcome(() => one.predictOne(x)))
      expect(xs.map((x) => outcome(() => many.predictOne(x)))).toEqual(alone)
      const together = outcome(() => [...many.predictMany(frame)])
      if (alone.every((answer) => typeof answer === 'number')) expect(together).toEqual(alone)
      else expect(together).toMatch('too far')
    })
  })

  it('is cloned fresh, whatever it has learned', () => {
    check((make, events) => {
      const [fresh, model] = [make(), make()]
      for (const [x, y] of events) outcome(() => model.learnOne(x, y))
      const clone = model.clone()
      expect(String(clone)).toBe(String(fresh))
      for (const [x, y] of events) {
        expect(outcome(() => clone.predictOne(x))).toEqual(outcome(() => fresh.predictOne(x)))
        for (const one of [clone, fresh]) outcome(() => one.learnOne(x, y))
      }
      expect(bytes(clone)).toBe(bytes(fresh))
    })
  })
})
