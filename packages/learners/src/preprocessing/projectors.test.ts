import { compose, Frame, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import * as linearModel from '../linear-model/index.js'
import { digamma } from './digamma.js'
import {
  GapEncoder,
  GaussianRandomProjector,
  LDA,
  PredClipper,
  SparseRandomProjector,
} from './index.js'

describe('random projectors', () => {
  const wide = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`x${i}`, Math.sin(i)]))
  const length = (x: object) => Math.hypot(...Object.values(x).map(Number))

  it('roughly keep lengths', () => {
    for (const Projector of [GaussianRandomProjector, SparseRandomProjector]) {
      const projector = new Projector({ nComponents: 300, seed: 1 })
      projector.learnOne(wide)
      expect(length(projector.transformOne(wide)) / length(wide)).toBeCloseTo(1, 0)
    }
  })

  it('draw the weights of features that were not learned as they will be', () => {
    for (const Projector of [GaussianRandomProjector, SparseRandomProjector]) {
      const projector = new Projector({ nComponents: 4, seed: 1 })
      projector.learnOne({ a: 1 })
      const before = projector.transformOne({ a: 1, b: 2 })
      projector.learnOne({ a: 1, b: 2 })
      expect(projector.transformOne({ a: 1, b: 2 })).toEqual(before)
    }
  })

  it('density: the share of weights that are not 0', () => {
    const ones = (density: number) => {
      const projector = new SparseRandomProjector({ nComponents: 1000, density, seed: 3 })
      return Object.values(projector.transformOne({ a: 1 })).filter((w) => w !== 0).length
    }
    expect(ones(1)).toBe(1000)
    expect(ones(0.1)).toBeGreaterThan(60)
    expect(ones(0.1)).toBeLessThan(140)
  })

  it('seed: a generator may be given', () => {
    const make = (seed: random.Seed) => new GaussianRandomProjector({ nComponents: 2, seed })
    expect(make(new random.Random(5)).transformOne({ a: 1 })).toEqual(
      make(5).transformOne({ a: 1 }),
    )
    expect(() => make('five' as never)).toThrow('GaussianRandomProjector: option "seed"')
  })
})

describe('LDA', () => {
  const texts = [
    { goal: 1, referee: 1, match: 1 },
    { soup: 1, lemon: 1, bread: 1 },
  ]

  it('adds up to the words and what is there before them', () => {
    const lda = new LDA({ nComponents: 2, seed: 1, alphaTheta: 0.25 })
    for (let i = 0; i < 20; i++) for (const x of texts) lda.learnOne(x)
    const topics = Object.values(lda.transformOne(texts[0])).map(Number)
    expect(topics.reduce((a, b) => a + b)).toBeCloseTo(3.5, 9)
    expect(lda.transformOne({})).toEqual({ 0: 0.25, 1: 0.25 })
  })

  it('parts texts that share no words', () => {
    const lda = new LDA({ nComponents: 2, seed: 3, numberOfDocuments: 100, alphaBeta: 10 })
    for (let i = 0; i < 200; i++) for (const x of texts) lda.learnOne(x)
    const [sport, food] = texts.map((x) => lda.transformOne(x))
    expect(Number(sport['0']) > Number(sport['1'])).toBe(Number(food['0']) < Number(food['1']))
  })

  it('forgets the words that came last when there are too many', () => {
    const lda = new LDA({
      nComponents: 2,
      seed: 1,
      maximumSizeVocabulary: 3,
      vocabPruneInterval: 2,
    })
    for (const word of ['a', 'b', 'c', 'd']) lda.learnOne({ [word]: 1 })
    const loaded = load<LDA>(snapshot.save(lda))
    expect(loaded.transformOne({ d: 1, a: 1 })).toEqual(lda.transformOne({ d: 1, a: 1 }))
  })

  it('refuses to burn in for all of its sweeps', () => {
    expect(() => new LDA({ numberOfSamples: 3, burnInSweeps: 3 })).toThrow(
      'LDA: option "burnInSweeps" must be below numberOfSamples (3), got 3.',
    )
  })

  it('has a digamma function', () => {
    // minus Euler's constant, and what the recurrence makes of it
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 14)
    expect(digamma(0.5)).toBeCloseTo(-0.5772156649015329 - 2 * Math.LN2, 14)
    for (const x of [1e-3, 0.3, 2.5, 9.99, 1e6]) {
      expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 9)
    }
  })
})

describe('GapEncoder', () => {
  const titles = ['police officer', 'police sergeant', 'school teacher', 'teacher aide']

  it('gives spellings of one thing alike numbers', () => {
    const encoder = new GapEncoder({ nComponents: 2, seed: 1 })
    for (let i = 0; i < 20; i++) for (const title of titles) encoder.learnOne(title)
    const ranks = titles.map((title) => {
      const { 0: a, 1: b } = encoder.transformOne(title)
      return Number(a) > Number(b)
    })
    expect(ranks[0]).toBe(ranks[1])
    expect(ranks[2]).toBe(ranks[3])
    expect(ranks[0]).not.toBe(ranks[2])
  })

  it('takes texts, or a field that holds one, or a frame, and gives the same', () => {
    const [bare, field, many] = [
      new GapEncoder({ seed: 2 }),
      new GapEncoder({ seed: 2, on: 'title' }),
      new GapEncoder({ seed: 2 }),
    ]
    for (const title of titles) bare.learnOne(title)
    for (const title of titles) field.learnOne({ title, id: 5 })
    many.learnMany(titles)
    expect(field.transformOne({ title: 'police' })).toEqual(bare.transformOne('police'))
    expect(many.transformMany(['police']).row(0)).toEqual(bare.transformOne('police'))
    const loaded = load<GapEncoder>(snapshot.save(bare))
    expect(loaded.transformOne('teach')).toEqual(bare.transformOne('teach'))
    expect(bare.schema.categoryCount(0)).toBeLessThan(2) // texts are not kept
  })

  it('gives 0 for a text of which it knows no piece', () => {
    const encoder = new GapEncoder({ nComponents: 2, seed: 1 })
    encoder.learnOne('')
    expect(encoder.transformOne('zzz')).toEqual({ 0: 0, 1: 0 })
    expect(() => new GapEncoder({ ngramRange: [3, 2] })).toThrow(
      'GapEncoder: option "ngramRange" must be two whole numbers of at least 1, the smaller first',
    )
  })
})

describe('PredClipper', () => {
  it('keeps predictions within bounds, from objects and frames, in a pipeline too', () => {
    const make = () => {
      const regressor = new linearModel.LinearRegression()
      return new PredClipper({ regressor, yMin: 0, yMax: 2 })
    }
    const [one, many] = [make(), make()]
    const xs = Array.from({ length: 50 }, (_, i) => ({ x: i / 10 }))
    const ys = xs.map(({ x }) => 5 * x - 3)
    xs.forEach((x, i) => {
      one.learnOne(x, ys[i])
    })
    many.learnMany(Frame.fromRows(xs), ys)
    expect(one.predictOne({ x: -10 })).toBe(0)
    expect(one.predictOne({ x: 10 })).toBe(2)
    expect([...many.predictMany(Frame.fromRows(xs))]).toEqual(xs.map((x) => one.predictOne(x)))
    const loaded = load<PredClipper>(snapshot.save(one))
    expect(xs.map((x) => loaded.predictOne(x))).toEqual(xs.map((x) => one.predictOne(x)))
    const piped = new compose.Pipeline(one.clone())
    piped.learnOne({ x: 1 }, 100)
    expect(piped.predictOne({ x: 1 })).toBe(2)
  })

  it('refuses bounds that leave nothing, and what is no regressor', () => {
    const regressor = new linearModel.LinearRegression()
    expect(() => new PredClipper({ regressor, yMin: 1, yMax: 0 })).toThrow(
      'PredClipper: option "yMin" must be at most yMax (0), got 1.',
    )
    expect(() => new PredClipper({ regressor: {} as never, yMin: 0, yMax: 1 })).toThrow(
      'PredClipper: option "regressor" must be a regressor',
    )
    const open = { regressor, yMin: -Infinity, yMax: Infinity }
    expect(new PredClipper(open).predictOne({ x: 1 })).toBe(0)
  })
})
