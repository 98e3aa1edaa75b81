import { createHash } from 'node:crypto'
import { compose, Frame, Schema, snapshot, stats } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { LogisticRegression } from '../linear-model/index.js'
import {
  MinMaxScaler,
  Normalizer,
  OneHotEncoder,
  OrdinalEncoder,
  StandardScaler,
  StatImputer,
} from './index.js'

const { Discard, Pipeline, Prefixer, Renamer, Select, TransformerProduct, TransformerUnion } =
  compose
type Step = compose.TransformerUnion | compose.Pipeline<StandardScaler>

const codes = () => new Pipeline(new Select('shop', 'day'), new OneHotEncoder())
const scaled = () => new Pipeline(new Discard('shop', 'day'), new StandardScaler())
/** Transformers of which some take blocks and some are given row after row. */
const makers: Record<string, () => Step> = {
  scaled,
  union: () => new TransformerUnion(scaled(), codes()),
  'union whose parts give the same names': () =>
    new TransformerUnion(
      scaled(),
      codes(),
      new Pipeline(new Select('b', 'a', 'shop'), new Select('a')),
    ),
  'pipeline of unions': () =>
    new Pipeline(
      new TransformerUnion(scaled(), new Pipeline(codes(), new Prefixer({ prefix: 'is_' }))),
      new StandardScaler(),
      new TransformerUnion(
        new MinMaxScaler(),
        new Pipeline(new Normalizer(), new Renamer({ mapping: { a: 'z' } })),
      ),
      new StandardScaler({ withStd: false }),
    ) as never,
  'other scalers and encoders': () =>
    new TransformerUnion(
      new Pipeline(new Select('a', 'b'), new StandardScaler({ windowSize: 5 }), new MinMaxScaler()),
      new Pipeline(new Select('shop'), new OneHotEncoder({ dropZeros: true })),
      new Pipeline(new Select('day'), new OneHotEncoder({ dropFirst: true }), new StandardScaler()),
      new Pipeline(
        new Select('shop', 'day', 'a'),
        new OrdinalEncoder(),
        new Prefixer({ prefix: 'o_' }),
      ),
      new Pipeline(new Select('whole'), new OneHotEncoder()),
      new Pipeline(new Select('b'), new StatImputer({ imputers: [['b', new stats.Mean()]] })),
    ),
  product: () => new TransformerProduct(scaled(), codes()) as never,
  'product in a pipeline': () =>
    new Pipeline(new TransformerProduct(scaled(), codes()), new StandardScaler()),
}

type X = Record<string, number | string | null>

/** Events by a small generator: late features, gaps and late categories in some streams. */
function streamOf(seed: number, count: number): X[] {
  let state = seed
  const draw = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  const gaps = seed % 3 === 0 ? 0.02 : 0
  const shops = 2 + (seed % 7)
  return Array.from({ length: count }, (_, i) => {
    const late = draw() < 0.01 || i > 300 ? 3 : 0
    const x: X = {
      shop: `shop${Math.floor((shops + late) * draw())}`,
      a: draw() * 100 - 20,
      b: Math.round(draw() * 10) / 10,
      day: ['mon', 'tue', 'wed'][Math.floor(3 * draw())],
      whole: Math.floor(3 * draw()) - 1,
    }
    // A column of nothing but gaps leaves no name in a frame, as the gap of an object may.
    if (draw() < gaps && i > 0) x['b'] = null
    return x
  })
}

const stream = fc
  .record({ seed: fc.integer({ min: 1, max: 1e6 }), count: fc.integer({ min: 1, max: 700 }) })
  .map(({ seed, count }) => streamOf(seed, count))
const places = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 3 })

/** The stream in pieces, each a frame. */
function pieces(events: readonly X[], cuts: readonly number[]): Frame[] {
  const ends = [...cuts.filter((cut) => cut < events.length), events.length].sort((a, b) => a - b)
  const schema = new Schema()
  return ends.map((end, k) =>
    Frame.fromRows(events.slice(k === 0 ? 0 : ends[k - 1], end), { schema }),
  )
}
/** Equal where all is: what differs in ten thousand characters nobody can read. */
const bytes = (model: object) => createHash('sha256').update(snapshot.save(model)).digest('hex')
const runs = { numRuns: 12 }

describe.each(Object.entries(makers))('%s', (_, make) => {
  it('learns and transforms in blocks to the same bits as one by one', () => {
    fc.assert(
      fc.property(stream, places, (events, cuts) => {
        const [one, many] = [make(), make()]
        for (const x of events) one.learnOne(x)
        for (const frame of pieces(events, cuts)) many.learnMany(frame)
        expect(bytes(many)).toBe(bytes(one))
        for (const model of [many, load<Step>(snapshot.save(many))]) {
          const out = model.transformMany(Frame.fromRows(events))
          events.forEach((x, i) => {
            expect(out.row(i)).toEqual(one.transformOne(x))
          })
        }
        expect(bytes(many)).toBe(bytes(one))
      }),
      runs,
    )
  })

  it('hands blocks on to a model that predicts each row before it is learned', () => {
    fc.assert(
      fc.property(stream, places, fc.boolean(), (events, cuts, weighted) => {
        const [one, many] = [0, 1].map(
          () => new Pipeline(make(), new StandardScaler(), new LogisticRegression()),
        )
        const w = events.map((_, i) => (weighted ? i % 3 : 1))
        const y = events.map((x) => Number(x['a']) > 20)
        const expected = events.map((x, i) => {
          const answer = one.predictOne(x)
          one.learnOne(x, y[i], { w: w[i] })
          return answer
        })
        let start = 0
        const answers = pieces(events, cuts).flatMap((frame) => {
          const end = start + frame.length
          const options = { w: w.slice(start, end) }
          const answer = many.predictThenLearnMany(frame, y.slice(start, end), options)
          start = end
          return Array.from(answer)
        })
        expect(answers).toEqual(expected)
        expect(bytes(many)).toBe(bytes(one))
      }),
      runs,
    )
  })
})

describe('a frame in blocks', () => {
  it('is refused whole where one of its last rows is', () => {
    const events = streamOf(4, 500)
    const model = new TransformerUnion(
      scaled(),
      new Pipeline(
        new Select('shop', 'day'),
        new OneHotEncoder({ schema: new Schema({ maxCategories: 12 }) }),
      ),
    )
    model.learnMany(Frame.fromRows(events))
    const before = bytes(model)
    const more = events.map((x, i) => (i < 480 ? x : { ...x, shop: `other${i}` }))
    expect(() => model.learnMany(Frame.fromRows(more))).toThrow('maxCategories')
    expect(bytes(model)).toBe(before)
  })
})
