import { checks, compose, Frame, Schema, snapshot, stats } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { Agg, BagOfWords, TargetAgg, TFIDF } from '../feature-extraction/index.js'
import { LogisticRegression } from '../linear-model/index.js'
import { GapEncoder, OneHotEncoder, OrdinalEncoder } from './index.js'

const BOUND = 50
const MILLION = 1_000_000

interface Encoder {
  readonly schema: Schema
  readonly outputSchema: Schema
  learnOne(x: unknown, y?: unknown): void
  transformOne(x: unknown): Record<string, unknown>
}

const mean = () => new stats.Mean()
const encoders: Record<string, () => unknown> = {
  OneHotEncoder: () => new OneHotEncoder({ maxCategories: BOUND }),
  OrdinalEncoder: () => new OrdinalEncoder({ maxCategories: BOUND }),
  Agg: () => new Agg({ on: 'n', by: 'shop', how: mean(), maxCategories: BOUND }),
  TargetAgg: () => new TargetAgg({ by: ['shop', 'day'], how: mean(), maxCategories: BOUND }),
  BagOfWords: () => new BagOfWords({ on: 'shop', maxFeatures: BOUND }),
  TFIDF: () => new TFIDF({ on: 'shop', maxFeatures: BOUND }),
}

/** Never the same shop again, nor the same day. */
const hostile = (i: number) => ({ shop: `shop number${i}`, day: i, n: 1 })

describe.each(Object.entries(encoders))('%s, given a million new categories', (name, make) => {
  it('keeps so many and no more, takes no more memory, and refuses nothing', () => {
    const encoder = make() as Encoder
    const learn = (from: number, to: number) => {
      for (let i = from; i < to; i++) {
        if (name === 'TargetAgg') encoder.learnOne(hostile(i), 1)
        else encoder.learnOne(hostile(i))
      }
    }
    learn(0, 1000)
    const names = encoder.outputSchema.size
    const bytes = snapshot.save(encoder).length
    const first = encoder.transformOne(hostile(0))
    learn(1000, MILLION)
    expect(encoder.outputSchema.size).toBe(names)
    // Counts become longer numbers; a single one more of the categories would be a name.
    expect(snapshot.save(encoder).length).toBeLessThan(bytes + 200)
    expect(encoder.schema.categoryCount(0)).toBeLessThanOrEqual(BOUND)
    expect(Object.keys(encoder.transformOne(hostile(0)))).toEqual(Object.keys(first))
    expect(snapshot.save(load(snapshot.save(encoder)))).toEqual(snapshot.save(encoder))
  }, 60_000)
})

describe('a bound', () => {
  it('GapEncoder keeps so many pieces; later ones count as if they were not there', () => {
    const encoder = new GapEncoder({ nComponents: 2, seed: 1, maxFeatures: 20 })
    const bytes = [100, 20_000].map((texts) => {
      for (let i = 0; i < texts; i++) encoder.learnOne(`text ${i * 7919}`)
      return snapshot.save(encoder).length
    })
    expect(bytes[1]).toBe(bytes[0])
    expect(encoder.transformOne('zzz')).toEqual(encoder.transformOne(''))
  })

  const shops = (names: string) => [...names].map((shop) => ({ shop, sold: names.indexOf(shop) }))

  it('OneHotEncoder: a later value is none of the features, also null and numbers', () => {
    const encoder = new OneHotEncoder({ maxCategories: 2 })
    for (const shop of ['a', 5, null, 'c']) encoder.learnOne({ shop: shop as string, size: 1 })
    expect(() => encoder.learnOne({ shop: 'd', size: 2 })).not.toThrow()
    expect(encoder.transformOne({ shop: 'c', size: 1 })).toEqual({
      shop_a: 0,
      shop_5: 0,
      size_1: 1,
      size_2: 0,
    })
    expect(encoder.transformOne({ shop: null })).not.toHaveProperty('shop_None')
    const sparse = new OneHotEncoder({ maxCategories: 1, dropZeros: true })
    for (const x of shops('ab')) sparse.learnOne(x)
    expect(sparse.transformOne({ shop: 'b' })).toEqual({})
  })

  it('OrdinalEncoder: a later value is an unknown one', () => {
    const encoder = new OrdinalEncoder({ maxCategories: 2, unknownValue: -7 })
    for (const x of shops('abcd')) encoder.learnOne(x)
    const codes = shops('abcd').map(({ shop }) => encoder.transformOne({ shop })['shop'])
    expect(codes).toEqual([0, 1, -7, -7])
    expect(encoder.codes()['shop']).toEqual([
      ['a', 0],
      ['b', 1],
    ])
  })

  it('Agg and TargetAgg: a later group teaches nothing and is answered as one never met', () => {
    const agg = new Agg({ on: 'sold', by: 'shop', how: mean(), maxCategories: 2 })
    const target = new TargetAgg({ by: 'shop', how: mean(), maxCategories: 2 })
    for (const x of shops('abcdd')) {
      agg.learnOne(x)
      target.learnOne(x, x.sold)
    }
    expect(agg.state).toEqual(
      new Map([
        ['a', 0],
        ['b', 1],
      ]),
    )
    expect(agg.transformOne({ shop: 'd' })).toEqual({ sold_mean_by_shop: 0 })
    expect(target.state).toEqual(agg.state)
    expect(target.transformOne({ shop: 'd' })).toEqual({ y_mean_by_shop: 0 })
  })

  it('Agg: a string that is not told apart is not learned either', () => {
    const agg = new Agg({ on: 'day', by: null, how: new stats.Mode(), maxCategories: 2 })
    for (const day of ['mon', 'tue', 'wed', 'wed', 'wed', 'tue']) agg.learnOne({ day })
    expect(agg.transformOne({})).toEqual({ day_mode: 'tue' })
  })

  it('BagOfWords and TFIDF: other terms are left out', () => {
    const bag = new BagOfWords({ maxFeatures: 3 })
    const tfidf = new TFIDF({ maxFeatures: 3 })
    for (const text of ['good day', 'bad day', 'worse night']) {
      bag.learnOne(text)
      tfidf.learnOne(text)
    }
    expect(bag.transformOne('good good night')).toEqual({ good: 2 })
    expect(tfidf.transformOne('good good night')).toEqual({ good: 1 })
    expect([...tfidf.dfs]).toEqual([
      ['good', 1],
      ['day', 2],
      ['bad', 1],
    ])
    expect(bag.transformMany(['night', 'day']).row(0)).toEqual({})
  })

  it('gives the same by frames, slices of them and pipelines as one by one', () => {
    const xs = [...'xyzabacabdxax'].map((shop, i) => ({ shop, n: i % 4 }))
    const frame = Frame.fromRows(xs).slice(3, xs.length)
    const make = [
      () => new OneHotEncoder({ maxCategories: 2 }),
      () => new OrdinalEncoder({ maxCategories: 2 }),
    ]
    for (const maker of make) {
      const [one, many, piped, repeated] = [maker(), maker(), maker(), maker()]
      const behind = new compose.Pipeline(new compose.Select('shop', 'n'), piped)
      const pipeline = new compose.Pipeline(repeated)
      for (const x of xs.slice(3)) one.learnOne(x)
      many.learnMany(frame)
      behind.learnMany(frame)
      for (let start = 0; start < frame.length; start += 2) {
        pipeline.learnMany(frame.slice(start, Math.min(start + 2, frame.length)))
      }
      xs.forEach((x, i) => {
        expect(many.transformOne(x)).toEqual(one.transformOne(x))
        expect(behind.transformOne(x)).toEqual(one.transformOne(x))
        expect(pipeline.transformOne(x)).toEqual(one.transformOne(x))
        if (i < frame.length) {
          expect(many.transformMany(frame).row(i)).toEqual(one.transformOne(frame.row(i)))
        }
      })
    }
  })

  it('changes nothing of what every transformer owes', () => {
    for (const make of [
      () => new OneHotEncoder({ maxCategories: 2 }),
      () => new OrdinalEncoder({ maxCategories: 2 }),
      () => new BagOfWords({ maxFeatures: 4 }),
      () => new TFIDF({ maxFeatures: 4, minTexts: 2 }),
    ]) {
      checks.checkEstimator(make())
    }
  })

  it('holds for what learns behind the encoder', () => {
    const encoder = new OneHotEncoder({ maxCategories: 3 })
    const last = new LogisticRegression()
    const model = new compose.Pipeline(encoder, last)
    for (let i = 0; i < 100_000; i++) {
      if (i % 1000 === 0) model.predictOne({ shop: `never${i}` })
      model.learnOne({ shop: `shop${i}` }, i % 2 === 0)
    }
    expect(last.schema.names()).toEqual(['shop_shop0', 'shop_shop1', 'shop_shop2'])
  })

  it('is a whole number, no larger than the schema has room for, and never without effect', () => {
    for (const most of [0, 1.5, -1, '5']) {
      expect(() => new OneHotEncoder({ maxCategories: most as never })).toThrow('"maxCategories"')
      expect(() => new TFIDF({ maxFeatures: most as never })).toThrow('"maxFeatures"')
    }
    const schema = () => new Schema({ maxFeatures: 10, maxCategories: 10 })
    expect(() => new BagOfWords({ maxFeatures: 11, schema: schema() })).toThrow(
      'BagOfWords: option "maxFeatures" must be at most the schema\'s maxFeatures = 10 ' +
        '(give it a schema with more), got 11.',
    )
    expect(() => new OrdinalEncoder({ maxCategories: 11, schema: schema() })).toThrow('= 10')
    const categories = { shop: ['a'] }
    expect(() => new OneHotEncoder({ maxCategories: 1, categories })).toThrow('has no effect')
    const numbers = { shop: new Map([['a', 1]]) }
    expect(() => new OrdinalEncoder({ maxCategories: 1, categories: numbers })).toThrow('no effect')
  })
})

describe('the codes of an OrdinalEncoder', () => {
  const events = [{ shop: 'b', size: 3 }, { shop: 'a', size: 1.5 }, { shop: '3' }]

  it('are JSON, from which an encoder can be made that keeps to them', () => {
    const encoder = new OrdinalEncoder()
    for (const x of events) encoder.learnOne(x)
    const codes = JSON.parse(JSON.stringify(encoder.codes()))
    expect(codes).toEqual({
      shop: [
        ['b', 1],
        ['a', 2],
        ['3', 3],
      ],
      size: [
        [3, 1],
        [1.5, 2],
      ],
    })
    const same = new OrdinalEncoder({ categories: codes })
    for (const x of events) expect(same.transformOne(x)).toEqual(encoder.transformOne(x))
    same.learnOne({ shop: 'new' })
    expect(same.codes()).toEqual(codes)
    expect(() => new OrdinalEncoder({ categories: { shop: ['a'] as never } })).toThrow(
      '"categories"',
    )
  })

  it('are in its snapshot', () => {
    const encoder = new OrdinalEncoder()
    for (const x of events) encoder.learnOne(x)
    const loaded = load<OrdinalEncoder>(snapshot.save(encoder))
    expect(loaded.codes()).toEqual(encoder.codes())
    loaded.learnOne({ shop: 'c' })
    expect(loaded.transformOne({ shop: 'c' })).toEqual({ shop: 4 })
  })
})
