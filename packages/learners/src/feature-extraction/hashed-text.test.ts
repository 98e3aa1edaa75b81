import { compose, Frame, Schema, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { LinearRegression, LogisticRegression } from '../linear-model/index.js'
import { FeatureHasher, StandardScaler } from '../preprocessing/index.js'
import { BagOfWords } from './index.js'

const hasher = (nFeatures = 64) => new FeatureHasher({ nFeatures, seed: 3 })
const model = (options = {}) =>
  new compose.Pipeline(new BagOfWords(options), hasher(), new LogisticRegression())

/** An event that is a mere text: a pipeline's types know objects only. */
const mere = (text: string) => text as never

const texts = [
  'one two',
  'two Three-four two',
  '',
  'naïve one',
  'five SIX 7-8- -9 x six',
  'one two',
]
const labels = [true, false, true, true, false, false]

describe('words hashed as they are read', () => {
  it('come to the same places as the counts of the words, hashed', () => {
    const sign = fc.constantFrom(...'abAZ09_--- .,@é\n')
    const text = fc.array(sign, { maxLength: 30 }).map((signs) => signs.join(''))
    const options = fc.constantFrom(
      {},
      { ngramRange: [1, 3] as const },
      { ngramRange: [2, 2] as const },
      { lowercase: false },
      { stripAccents: false },
      { stopWords: ['ab', 'a-b'] },
      { tokenizerPattern: '\\w' },
      { tokenizer: (given: string) => given.split(' ') },
    )
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), options, (given, option) => {
        const bag = new BagOfWords(option)
        const both = new compose.Pipeline(new BagOfWords(option), hasher())
        for (const x of given) {
          const apart = hasher().transformOne(bag.transformOne(x))
          expect(both.transformOne(mere(x))).toEqual(apart)
          expect(both.transformOne({ text: x })).toEqual(apart)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('a missing text has no words, and the text before it is not lost', () => {
    const both = new compose.Pipeline(new BagOfWords({ on: 'body' }), hasher())
    const there = both.transformOne({ body: 'one two' })
    expect(both.transformOne({ body: null })).toEqual({})
    expect(both.transformOne({ body: 'one two' })).toEqual(there)
    expect(() => both.transformOne({ body: 5 })).toThrow('must be a string')
  })

  it('predicting changes nothing, whether the text is then learned or another', () => {
    const [plain, asked] = [model(), model()]
    texts.forEach((text, i) => {
      plain.learnOne(mere(text), labels[i])
      asked.predictOne(mere(`${text} unknown words`))
      asked.predictOne(mere(text))
      if (i % 2) asked.predictProbaOne(mere('others again'))
      asked.learnOne(mere(text), labels[i])
      expect(snapshot.save(asked)).toEqual(snapshot.save(plain))
    })
  })

  it('many are learned as one by one, and a snapshot goes on', () => {
    const long = Array.from({ length: 200 }, (_, i) => `${texts[i % 6]} w${i} v${(i * 7) % 50}`)
    const ys = long.map((_, i) => i % 3 === 0)
    const [one, many] = [model(), model()]
    let loaded = model()
    long.forEach((text, i) => {
      one.learnOne(mere(text), ys[i])
      loaded.learnOne(mere(text), ys[i])
      if (i % 60 === 30) loaded = load(snapshot.save(loaded))
    })
    many.learnMany(Frame.fromColumns({ text: long }), ys)
    expect(snapshot.save(many)).toEqual(snapshot.save(one))
    expect(snapshot.save(loaded)).toEqual(snapshot.save(one))
  })

  it('there may be more words than a schema has names, and weights are told by number', () => {
    const schema = () => new Schema({ maxFeatures: 3 })
    const logistic = new LogisticRegression({ schema: schema() })
    const bag = new BagOfWords({ schema: schema() })
    const many = new compose.Pipeline(bag, hasher(1000), logistic)
    for (let i = 0; i < 200; i++) many.learnOne(mere(`w${i} v${i}`), i % 2 === 0)
    expect(logistic.weights.size).toBeGreaterThan(200)
    for (const name of logistic.weights.keys()) expect(Number(name)).toBeLessThan(1000)
  })
})

describe('objects that are hashed', () => {
  it('may have any number of names, in any model behind', () => {
    const regressor = new LinearRegression()
    const model = new compose.Pipeline(hasher(500), new StandardScaler(), regressor)
    for (let i = 0; i < 300; i++) model.learnOne({ [`a${i}`]: i, [`b${i}`]: 'x', c: true }, i)
    expect(model.schema.size).toBe(0)
    expect(regressor.weights.size).toBeGreaterThan(100)
    const weights = regressor.weights
    model.predictOne({ unknown: 3 })
    expect(regressor.weights).toEqual(weights)
  })

  it('are what frames of them are', () => {
    const xs = [
      { a: 1, shop: 'x' },
      { a: null, b: true },
      { shop: 'y', b: false, a: 0.5 },
    ]
    const frame = Frame.fromRows(xs)
    const many = hasher(5).transformMany(frame)
    xs.forEach((x, i) => {
      expect(many.row(i)).toEqual(hasher(5).transformOne(x))
    })
  })

  it('a model in a pipeline can still be taught other names on its own', () => {
    const logistic = new LogisticRegression()
    const model = new compose.Pipeline(hasher(), logistic)
    model.learnOne({ a: 1, b: 2 }, true)
    logistic.learnOne({ other: 1 }, false)
    model.learnOne({ a: 1, c: 2 }, true)
    expect([...logistic.weights.keys()]).toContain('other')
    expect(logistic.weights.size).toBe(4)
  })
})
