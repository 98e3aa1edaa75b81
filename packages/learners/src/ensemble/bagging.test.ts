import { compose, type Label, random, utils } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LinearRegression, LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import {
  ADWINBaggingClassifier,
  BaggingClassifier,
  BaggingRegressor,
  LeveragingBaggingClassifier,
  type LeveragingBaggingClassifierOptions,
} from './index.js'
import { accuracyOn, flippingEvents, mixedEvents, scaled, tree } from './streams.test-support.js'

const LABELS = ['low', 'mid', 'high']

describe('BaggingClassifier', () => {
  it('is a few classifiers that learn an event as often as a draw says, and vote', () => {
    const model = new BaggingClassifier({ model: new GaussianNB(), nModels: 3, seed: 7 })
    const copies = [0, 1, 2].map(() => new GaussianNB())
    const rng = new random.Random(7)
    for (const [{ a = 5 }, y] of mixedEvents(1, 80, LABELS)) {
      const votes = new Map<Label, number>()
      for (const copy of copies) {
        for (const [label, p] of copy.predictProbaOne({ a })) {
          votes.set(label, (votes.get(label) ?? 0) + p)
        }
      }
      const total = [...votes.values()].reduce((sum, vote) => sum + vote, 0)
      const told = model.predictProbaOne({ a })
      expect([...told.keys()].sort()).toEqual([...votes.keys()].sort())
      for (const [label, p] of told) expect(p).toBeCloseTo((votes.get(label) ?? 0) / total, 12)
      model.learnOne({ a }, y)
      for (const copy of copies) {
        for (let k = utils.random.poisson(1, rng); k > 0; k--) copy.learnOne({ a }, y)
      }
    }
  })

  it('shows its copies, and leaves the classifier it was given as it was', () => {
    const given = new GaussianNB()
    const model = new BaggingClassifier({ model: given, nModels: 4, seed: 1 })
    for (let i = 0; i < 20; i++) model.learnOne({ a: i }, i > 9)
    expect(model.length).toBe(4)
    expect(model.models).toHaveLength(4)
    expect(model.at(0)).toBe(model.models[0])
    expect(model.at(-1)).toBe(model.models[3])
    expect(model.at(4)).toBeUndefined()
    expect(given.labels.size).toBe(0)
    expect(model.seed).toBe(1)
    expect(model.summary.nModels).toBe(4)
  })

  it('knows no more labels than its copies, of which some have not met all', () => {
    const model = new BaggingClassifier({ model: new GaussianNB(), nModels: 2, seed: 3 })
    for (let i = 0; i < 10; i++) model.learnOne({ a: i }, `label ${i}`)
    const known = new Set(model.models.flatMap(({ labels }) => labels.toArray()))
    expect(model.labels.size).toBe(10)
    expect(known.size).toBeLessThan(10)
    expect(new Set(model.predictProbaOne({ a: 4 }).keys())).toEqual(known)
  })

  it('tells two classes apart by copies that have met them in another order', () => {
    const model = new BaggingClassifier({ model: scaled(), nModels: 10, seed: 2 })
    for (let i = 0; i < 300; i++) model.learnOne({ a: i % 2 ? 9 : 0 }, i % 2 ? 'yes' : 'no')
    const orders = model.models.map(({ labels }) => labels.toArray().join())
    expect(new Set(orders).size).toBe(2)
    expect([0, 9].map((a) => model.predictOne({ a }))).toEqual(['no', 'yes'])
    expect(model.predictProbaOne({ a: 9 }).get('yes')).toBeGreaterThan(0.7)
  })

  it.each([
    [
      [0, 1],
      [false, true],
    ],
    [
      [-1, 1],
      [-1, 1],
    ],
    [
      [true, false],
      [true, false],
    ],
  ])('tells labels %j as its copies do, as %j', (labels, told) => {
    const model = new BaggingClassifier({ model: new LogisticRegression(), seed: 2 })
    for (let i = 0; i < 200; i++) model.learnOne({ a: (i % 10) - 4.5 }, labels[i % 10 > 4 ? 1 : 0])
    expect([-9, 9].map((a) => model.predictOne({ a }))).toEqual(told)
  })

  it('hands weights on', () => {
    const model = new BaggingClassifier({ model: new GaussianNB(), nModels: 2, seed: 5 })
    model.learnOne({ a: 1 }, 'x', { w: 3 })
    model.learnOne({ a: 2 }, 'y')
    model.learnOne({ a: 3 }, 'y')
    const rng = new random.Random(5)
    const counts = Array.from({ length: 6 }, () => utils.random.poisson(1, rng))
    const first = model.at(0) as unknown as GaussianNB
    const [x, y] = [3 * counts[0], counts[2] + counts[4]]
    expect(first.pClass('x')).toBe(x / (x + y))
  })

  it('may hold ensembles', () => {
    const inner = new BaggingClassifier({ model: tree(), nModels: 2, seed: 1 })
    const model = new BaggingClassifier({ model: inner, nModels: 2, seed: 2 })
    for (let i = 0; i < 100; i++) model.learnOne({ a: i % 10 }, i % 10 > 4 ? 'yes' : 'no')
    expect(model.predictOne({ a: 8 })).toBe('yes')
  })

  it('refuses what is no classifier, and fewer than two copies', () => {
    expect(() => new BaggingClassifier({ model: new StandardScaler() as never })).toThrow(
      'BaggingClassifier: option "model" must be a classifier, or a pipeline that ends with one',
    )
    expect(() => new BaggingClassifier({ model: new GaussianNB(), nModels: 1 })).toThrow(
      'BaggingClassifier: option "nModels" must be an integer of at least 2',
    )
    expect(() => new BaggingClassifier({ model: new GaussianNB(), seed: 0.5 })).toThrow(
      'BaggingClassifier: option "seed" must be an integer or a bigint (or null)',
    )
  })

  it('refuses a third label where its copies tell two classes apart', () => {
    const model = new BaggingClassifier({ model: scaled(), seed: 1 })
    model.learnOne({ a: 1 }, 'no')
    model.learnOne({ a: 2 }, 'yes')
    expect(() => model.learnOne({ a: 3 }, 'maybe')).toThrow('must be "no" or "yes"')
  })
})

describe('LeveragingBaggingClassifier', () => {
  type Given = Partial<LeveragingBaggingClassifierOptions>
  const answers = (options: Given) => {
    const model = new LeveragingBaggingClassifier({
      model: new GaussianNB(),
      nModels: 3,
      seed: 4,
      ...options,
    })
    const told = flippingEvents(3, 1200).map(([x, y]) => {
      const p = model.predictProbaOne(x).get('yes') ?? 0
      model.learnOne(x, y)
      return p
    })
    return { model, told }
  }
  const plain = answers({})

  it.each<[string, Given]>([
    ['w', { w: 2 }],
    ['adwinDelta', { adwinDelta: 1e-30 }],
    ['baggingMethod: me', { baggingMethod: 'me' }],
    ['baggingMethod: half', { baggingMethod: 'half' }],
    ['baggingMethod: wt', { baggingMethod: 'wt' }],
    ['baggingMethod: subag', { baggingMethod: 'subag' }],
    ['nModels', { nModels: 4 }],
    ['seed', { seed: 5 }],
  ])('predicts otherwise with another %s', (_, options) => {
    expect(answers(options).told).not.toEqual(plain.told)
  })

  it('begins anew with the worst copy where errors rise', () => {
    const { model } = plain
    expect(model.nDetectedChanges).toBeGreaterThan(0)
    expect(model.summary.nDetectedChanges).toBe(model.nDetectedChanges)
    expect(model.summary.errors).toHaveLength(3)
    const right = plain.told.slice(-100).filter((p, i) => {
      return p > 0.5 === (flippingEvents(3, 1200)[1100 + i][1] === 'yes')
    })
    expect(right.length).toBeGreaterThan(80)
  })

  it('learns with `me` what it has wrong, and little of what it has right', () => {
    const weightOf = (baggingMethod: 'me' | 'bag') => {
      const model = new LeveragingBaggingClassifier({
        model: tree(),
        nModels: 2,
        seed: 1,
        baggingMethod,
      })
      for (let i = 0; i < 500; i++) model.learnOne({ a: i % 10 }, i % 10 > 4 ? 'yes' : 'no')
      expect(model.predictOne({ a: 9 })).toBe('yes')
      const [first] = model.models as unknown as { tree: { weightSeen: number } }[]
      return first.tree.weightSeen
    }
    expect(weightOf('me')).toBeLessThan(100)
    expect(weightOf('bag')).toBeGreaterThan(2500)
  })
})

describe('ADWINBaggingClassifier', () => {
  const accuracy = (riverCompatible: boolean) => {
    const options = { model: new GaussianNB(), nModels: 5, seed: 4, riverCompatible }
    return accuracyOn(flippingEvents(3, 3000), new ADWINBaggingClassifier(options))
  }

  it('forgets what is wrong after a change, which River does not', () => {
    expect(accuracy(false)).toBeGreaterThan(accuracy(true) + 0.1)
  })
})

describe('BaggingRegressor', () => {
  const scaledLine = () => new compose.Pipeline(new StandardScaler(), new LinearRegression())

  it('predicts the mean of regressors that learn an event as often as a draw says', () => {
    const model = new BaggingRegressor({ model: scaledLine(), nModels: 3, seed: 7 })
    const copies = [0, 1, 2].map(scaledLine)
    const rng = new random.Random(7)
    for (let i = 0; i < 50; i++) {
      const x = { a: i % 7, b: (i * i) % 11 }
      const mean = copies.reduce((sum, copy) => sum + copy.predictOne(x), 0) / 3
      expect(model.predictOne(x)).toBeCloseTo(mean, 12)
      model.learnOne(x, 3 * x.a - x.b)
      for (const copy of copies) {
        for (let k = utils.random.poisson(1, rng); k > 0; k--) copy.learnOne(x, 3 * x.a - x.b)
      }
    }
    expect(model.length).toBe(3)
    expect(model.at(1)).toBe(model.models[1])
    expect(model.summary.nModels).toBe(3)
  })

  it('refuses what is no regressor', () => {
    expect(() => new BaggingRegressor({ model: new GaussianNB() as never })).toThrow(
      'BaggingRegressor: option "model" must be a regressor, or a pipeline that ends with one',
    )
  })
})
