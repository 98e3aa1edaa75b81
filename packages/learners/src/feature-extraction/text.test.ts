import {
  compose,
  Frame,
  InvalidFeatureError,
  InvalidInputError,
  Schema,
  snapshot,
} from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { MultinomialNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { BagOfWords, TFIDF } from './index.js'
import { plainWords } from './plain-words.js'
import { stripAccents } from './terms.js'
import { wordPattern } from './word-pattern.js'

const bag = (options: object, text: string) => new BagOfWords(options).transformOne(text)

describe('BagOfWords', () => {
  it('counts words of two letters and more, in small letters without accents', () => {
    expect(bag({}, 'A naïve Café, a well-known CAFÉ')).toEqual({
      naive: 1,
      cafe: 2,
      'well-known': 1,
    })
  })

  it('counts words of all scripts', () => {
    expect(bag({}, 'Привет мир привет')).toEqual({ привет: 2, мир: 1 })
    expect(bag({ stripAccents: false }, 'søren çok')).toEqual({ søren: 1, çok: 1 })
  })

  it('each option changes what a word is', () => {
    expect(bag({ stripAccents: false }, 'Café')).toEqual({ café: 1 })
    expect(bag({ lowercase: false }, 'Café')).toEqual({ Cafe: 1 })
    expect(bag({ preprocessor: (text: string) => `${text}!` }, 'Café ab')).toEqual({
      Café: 1,
      ab: 1,
    })
    expect(bag({ stopWords: new Set(['the']) }, 'the end')).toEqual({ end: 1 })
    expect(bag({ tokenizerPattern: '\\d+' }, 'a 12 b 7')).toEqual({ 12: 1, 7: 1 })
    expect(bag({ tokenizerPattern: '(\\w)\\w*' }, 'one two')).toEqual({ o: 1, t: 1 })
    expect(bag({ tokenizer: (text: string) => text.split(' ') }, 'a b a')).toEqual({ a: 2, b: 1 })
    expect(bag({ ngramRange: [1, 2] }, 'good day sir')).toEqual({
      good: 1,
      day: 1,
      sir: 1,
      'good,day': 1,
      'day,sir': 1,
    })
  })

  it('takes a text, or a feature that holds one; a missing one has no words', () => {
    const on = new BagOfWords({ on: 'body' })
    expect(on.transformOne({ body: 'good day', id: 'x1' })).toEqual({ good: 1, day: 1 })
    expect([on.transformOne({ body: null }), on.transformOne({})]).toEqual([{}, {}])
    expect(() => on.transformOne('good day')).toThrow(InvalidInputError)
    expect(() => on.transformOne({ body: 5 })).toThrow(
      'BagOfWords: feature "body" must be a string, got 5.',
    )
    expect(() => on.learnOne({ body: 5 })).toThrow(InvalidFeatureError)
    expect(new BagOfWords().transformOne({ text: 'good day' })).toEqual({ good: 1, day: 1 })
  })

  it('transforms lists and frames of texts', () => {
    const texts = ['good day', 'bad day bad', '']
    const one = new BagOfWords()
    const rows = one.transformMany(texts)
    texts.forEach((text, i) => {
      expect(rows.row(i)).toEqual(one.transformOne(text))
    })
    const frame = Frame.fromColumns({ body: texts, id: [1, 2, 3] })
    const on = new BagOfWords({ on: 'body' })
    expect(on.transformMany(frame).row(1)).toEqual({ bad: 2, day: 1 })
  })

  it('refuses patterns, tokens and ranges that are none', () => {
    expect(() => new BagOfWords({ tokenizerPattern: '(' })).toThrow(
      'BagOfWords: option "tokenizerPattern" must be a regular expression, got "(".',
    )
    const numbers = new BagOfWords({ tokenizer: () => [5] as never })
    expect(() => numbers.transformOne('a')).toThrow('the tokenizer must give strings')
    expect(() => new BagOfWords({ ngramRange: [0, 1] })).toThrow('option "ngramRange"')
  })

  it('asks a tokenizer of the user for each text anew', () => {
    let count = 0
    const own = new BagOfWords({ tokenizer: () => [`n${count++}`] })
    expect([own.transformOne('a'), own.transformOne('a')]).toEqual([{ n0: 1 }, { n1: 1 }])
  })

  it('is saved unless it has a function as an option', () => {
    const saved = load<BagOfWords>(snapshot.save(new BagOfWords({ stopWords: new Set(['of']) })))
    expect(saved.transformOne('king of hearts')).toEqual({ king: 1, hearts: 1 })
    const own = new BagOfWords({ tokenizer: (text) => text.split(' ') })
    expect(() => snapshot.save(own)).toThrow('functions and symbols cannot be saved')
  })
})

describe('the usual words of plain text', () => {
  it('are those of the pattern', () => {
    const pattern = wordPattern('Test', '(?u)\\b\\w[\\w\\-]+\\b')
    const sign = fc.constantFrom(...'abZ09_--- .,@[`{/:\n')
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
        const text = signs.join('')
        expect(plainWords(text)).toEqual(text.match(pattern) ?? [])
      }),
      { numRuns: 2000 },
    )
  })
})

describe('what Python means by a pattern and an accent', () => {
  it('letters and digits are those of all scripts', () => {
    const found = (pattern: string, text: string) => text.match(wordPattern('Test', pattern))
    expect(found('(?u)\\b\\w\\w+\\b', 'été à 12 ٣٤')).toEqual(['été', '12', '٣٤'])
    expect(found('(?i)[A-Z]+', 'aB1c')).toEqual(['aB', 'c'])
    expect(found('\\S+', 'a b')).toEqual(['a', 'b'])
    expect(found("[\\w']+", "don't")).toEqual(["don't"])
    expect(found("\\w\\'\\w", "don't")).toEqual(["n't"])
    expect(found('(?P<word>\\w)\\W', 'ab!')).toEqual(['b!'])
  })

  it('marks that combine go, other marks stay', () => {
    expect(stripAccents('Ångström ﬁn ñ')).toBe('Angstrom fin n')
    expect(stripAccents('का')).toBe('का') // a vowel sign of class 0
    expect(stripAccents('\u0345é')).toBe('e')
  })
})

describe('TFIDF', () => {
  const texts = ['good day', 'good night', 'good grief good']

  it('weighs a word by its share of the text and by how few texts have it', () => {
    const tfidf = new TFIDF({ normalize: false })
    for (const text of texts) tfidf.learnOne(text)
    const x = tfidf.transformOne('good day stranger day')
    expect(x['good']).toBeCloseTo(0.25 * (Math.log(4 / 4) + 1), 12)
    expect(x['day']).toBeCloseTo(0.5 * (Math.log(4 / 2) + 1), 12)
    expect(x['stranger']).toBeCloseTo(0.25 * (Math.log(4) + 1), 12)
    expect([tfidf.n, tfidf.dfs.get('good')]).toEqual([3, 3])
    expect(tfidf.transformOne('')).toEqual({})
  })

  it('normalize: each text has length 1', () => {
    const tfidf = new TFIDF()
    for (const text of texts) tfidf.learnOne(text)
    const x = Object.values(tfidf.transformOne('good day sunshine')).map(Number)
    expect(Math.hypot(...x)).toBeCloseTo(1, 12)
  })

  it('learns the same from lists and frames, and goes on from a snapshot', () => {
    const [one, many] = [new TFIDF(), new TFIDF()]
    for (const text of texts) one.learnOne(text)
    many.learnMany(texts)
    expect(many.dfs).toEqual(one.dfs)
    expect(many.transformMany(texts).row(2)).toEqual(one.transformOne(texts[2]))
    const bytes = snapshot.save(one)
    one.transformOne('never seen words')
    expect(snapshot.save(one)).toEqual(bytes)
    expect(load<TFIDF>(bytes).transformOne('good day')).toEqual(one.transformOne('good day'))
  })

  it('refuses a text with more words than there is room for, and is as it was', () => {
    const tfidf = new TFIDF({ schema: new Schema({ maxFeatures: 3 }) })
    tfidf.learnOne('good day')
    expect(() => tfidf.learnOne('many more words')).toThrow('maxFeatures = 3')
    expect([tfidf.n, tfidf.dfs.size]).toEqual([1, 2])
  })
})

describe('terms that must come several times', () => {
  it('minTexts: a term is kept once it was in so many texts, which then count', () => {
    const tfidf = new TFIDF({ maxFeatures: 2, minTexts: 3 })
    const bag = new BagOfWords({ maxFeatures: 2, minTexts: 3 })
    for (const text of ['ab ab cd', 'ab x1', 'ab x2', 'cd', 'cd ef', 'ef', 'ef']) {
      tfidf.learnOne(text)
      bag.learnOne(text)
    }
    expect([...tfidf.dfs]).toEqual([
      ['ab', 3],
      ['cd', 3],
    ])
    expect(bag.transformOne('ef cd ab')).toEqual({ cd: 1, ab: 1 })
    const loaded = load<TFIDF>(snapshot.save(tfidf))
    expect(snapshot.save(loaded)).toEqual(snapshot.save(tfidf))
  })

  it('keeps frequent terms among any number of rare ones, in the same room', () => {
    const tfidf = new TFIDF({ maxFeatures: 100, minTexts: 3 })
    const bytes: number[] = []
    for (let i = 0; i < 20_000; i++) {
      tfidf.learnOne(`rare${i} often${i % 10} never${-i}x`)
      if (i % 10_000 === 5000) bytes.push(snapshot.save(tfidf).length)
    }
    const kept = tfidf.outputSchema.names()
    expect(kept.filter((term) => term.startsWith('often'))).toHaveLength(10)
    expect(kept.length).toBeLessThan(90) // 40,000 rare ones came; a few shared their places
    expect(bytes[1]).toBeLessThan(bytes[0] + 100)
  })

  it('is refused where it has no effect', () => {
    expect(() => new TFIDF({ minTexts: 2 })).toThrow('has an effect only with maxFeatures')
    expect(() => new BagOfWords({ maxFeatures: 5, minTexts: 0 })).toThrow('"minTexts"')
  })
})

describe('texts in a pipeline', () => {
  it('are read anew where they come from another step, or through a union', () => {
    const xs = ['aa bb', 'aa bb', 'cc', 'cc', 'aa bb', 'aa bb', 'cc'].map((body, n) => ({
      body,
      n,
    }))
    const behind = new compose.Pipeline(new compose.Select('body'), new TFIDF({ on: 'body' }))
    const beside = new compose.TransformerUnion(
      new BagOfWords({ on: 'body' }),
      new compose.Select('n'),
    )
    const alone = new TFIDF({ on: 'body' })
    for (const x of xs) {
      for (const model of [behind, beside, alone]) model.learnOne(x)
      expect(behind.transformOne(x)).toEqual(alone.transformOne(x))
      const counts = x.body === 'cc' ? { cc: 1 } : { aa: 1, bb: 1 }
      expect(beside.transformOne(x)).toEqual({ n: x.n, ...counts })
    }
    const frame = Frame.fromRows(xs)
    const many = new compose.Pipeline(new compose.Select('body'), new TFIDF({ on: 'body' }))
    many.learnMany(frame)
    many.learnMany(frame)
    xs.forEach((x, i) => {
      const bodies = Object.keys(behind.transformOne(x))
      expect(Object.keys(many.transformMany(frame).row(i))).toEqual(bodies)
    })
  })

  it('are not kept, and give what the steps give by themselves', () => {
    const bagOfWords = new BagOfWords({ on: 'body' })
    const tfidf = new TFIDF({ on: 'body' })
    const model = new compose.Pipeline(tfidf)
    const alone = new TFIDF({ on: 'body' })
    for (let i = 0; i < 20; i++) {
      const x = { body: `text number n${i}` }
      model.learnOne(x)
      alone.learnOne(x)
      new compose.Pipeline(bagOfWords).learnOne(x)
    }
    const x = { body: 'text n3' }
    expect(model.transformOne(x)).toEqual(alone.transformOne(x))
    expect(tfidf.schema.categoryCount(0)).toBe(1)
    const frame = Frame.fromRows([x, { body: 'number n5' }])
    expect(alone.transformMany(frame).row(1)).toEqual(alone.transformOne({ body: 'number n5' }))
  })
})

it('a pipeline that begins with texts takes them as they are', () => {
  const model = compose.pipe(new BagOfWords(), new MultinomialNB())
  model.learnOne('good day', 'ham')
  model.learnOne({ text: 'buy now' }, 'spam')
  expect(model.predictOne('buy')).toBe('spam')
  expect([...model.predictProbaOne('day').keys()]).toEqual(['ham', 'spam'])
  const numbers = compose.pipe(new StandardScaler(), new MultinomialNB())
  expect(() => numbers.predictOne('buy')).toThrow('an event must be an object of features')
})
