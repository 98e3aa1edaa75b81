import { describe, expect, it } from 'vitest'
import { LinearRegression, LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { SGD } from '../optim/index.js'
import { Absolute } from '../optim/losses/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { EWARegressor, StackingClassifier, VotingClassifier } from './index.js'
import { encoded, mixedEvents, scaled, tree } from './streams.test-support.js'

const LABELS = ['low', 'mid', 'high']

describe('VotingClassifier', () => {
  it('adds the probabilities of its models, or counts what they predict', () => {
    const events = mixedEvents(5, 150, LABELS)
    const alone = [tree(), encoded() as unknown as GaussianNB]
    const soft = new VotingClassifier({ models: [tree(), encoded()] })
    const hard = new VotingClassifier({
      models: [tree(), encoded(), tree()],
      useProbabilities: false,
    })
    for (const [x, y] of events) {
      const [p, q] = alone.map((model) => model.predictProbaOne(x))
      for (const [label, share] of soft.predictProbaOne(x)) {
        expect(share).toBeCloseTo(((p.get(label) ?? 0) + (q.get(label) ?? 0)) / 2, 12)
      }
      expect(hard.predictOne(x)).toBe(alone[0].predictOne(x)) // two of three are alike
      for (const model of [...alone, soft, hard]) model.learnOne(x, y)
    }
    expect(hard.predictProbaOne(events[0][0]).get(hard.predictOne(events[0][0]) as string)).toBe(
      alone[0].predictOne(events[0][0]) === alone[1].predictOne(events[0][0]) ? 1 : 2 / 3,
    )
  })

  it('cannot tell while most of its models cannot', () => {
    const models = [new GaussianNB(), new LogisticRegression(), new GaussianNB()]
    const model = new VotingClassifier({ models, useProbabilities: false })
    expect(model.predictOne({ a: 1 })).toBeUndefined()
    expect(new VotingClassifier({ models }).predictOne({ a: 1 })).toBe(false)
  })

  it('takes strings if all its models do', () => {
    const [x] = mixedEvents(5, 1, LABELS)[0]
    const both = new VotingClassifier({ models: [tree(), encoded()] })
    const one = new VotingClassifier({ models: [tree(), new GaussianNB()] })
    expect(() => both.learnOne(x, 'low')).not.toThrow()
    expect(() => one.learnOne(x, 'low')).toThrow('VotingClassifier: feature "shop" must be')
  })

  it('refuses fewer than two models, and models that have learned', () => {
    expect(() => new VotingClassifier({ models: [tree()] })).toThrow(
      'VotingClassifier: option "models" must be a list of at least two models',
    )
    expect(() => new VotingClassifier({ models: [tree(), new StandardScaler() as never] })).toThrow(
      'option "models[1]" must be a classifier, or a pipeline that ends with one',
    )
    const old = new GaussianNB()
    old.learnOne({ a: 1 }, 'low')
    expect(() => new VotingClassifier({ models: [tree(), old] })).toThrow(
      'option "models[1]" must not have learned yet: the ensemble learns with copies',
    )
  })

  it('shows its models', () => {
    const given = [tree(), new GaussianNB()]
    const model = new VotingClassifier({ models: given })
    given.pop()
    expect(model.length).toBe(2)
    expect(model.options.models).toHaveLength(2)
    expect(String(model)).toBe(`VotingClassifier({ models: [${tree()}, GaussianNB()] })`)
    expect(model.at(-1)).toBeInstanceOf(GaussianNB)
    expect(model.summary.nModels).toBe(2)
  })
})

describe('StackingClassifier', () => {
  it('learns from what its models say before they learn', () => {
    const model = new StackingClassifier({
      models: [new GaussianNB(), tree()],
      metaClassifier: new LogisticRegression(),
      includeFeatures: false,
    })
    const [bayes, branch, top] = [new GaussianNB(), tree(), new LogisticRegression()]
    const row = (x: { a: number }) => {
      const entries = [bayes, branch].flatMap((one, place) =>
        [...one.predictProbaOne(x)].map(([label, p]) => [`oof_${place}_${label}`, p] as const),
      )
      return Object.fromEntries(entries)
    }
    for (let i = 0; i < 120; i++) {
      const [x, y] = [{ a: (i * 7) % 10 }, (i * 7) % 10 > 4]
      const told = model.predictProbaOne(x).get(true) as number
      expect(told).toBeCloseTo(top.predictProbaOne(row(x)).get(true) as number, 12)
      const said = row(x)
      model.learnOne(x, y)
      top.learnOne(said, y)
      bayes.learnOne(x, y)
      branch.learnOne(x, y)
    }
    const { weights } = model.metaClassifier as unknown as LogisticRegression
    expect([...weights.keys()].sort()).toEqual([
      'oof_0_false',
      'oof_0_true',
      'oof_1_false',
      'oof_1_true',
    ])
  })

  it('also shows the features of an event, if it is told to', () => {
    const namesWith = (includeFeatures: boolean) => {
      const metaClassifier = new GaussianNB()
      const models = [new GaussianNB(), tree()]
      const model = new StackingClassifier({ models, metaClassifier, includeFeatures })
      for (let i = 0; i < 20; i++) model.learnOne({ a: i % 5, oof_0_low: 9 }, LABELS[i % 3])
      return model.metaClassifier.schema.names()
    }
    expect(namesWith(true)).toContain('a')
    expect(namesWith(false)).not.toContain('a')
    expect(namesWith(false)).toContain('oof_0_low')
  })

  it('leaves no name behind when it predicts', () => {
    const metaClassifier = new GaussianNB()
    const models = [new GaussianNB(), tree()]
    const model = new StackingClassifier({ models, metaClassifier })
    for (let i = 0; i < 9; i++) model.learnOne({ a: i }, LABELS[i % 3])
    const before = model.metaClassifier.schema.names()
    model.predictOne({ a: 1, fresh: 2 })
    expect(model.metaClassifier.schema.names()).toEqual(before)
  })

  it('refuses a classifier on top that has the schema of the models', () => {
    const first = new GaussianNB()
    const metaClassifier = new GaussianNB({ schema: first.schema })
    const models = [first, tree()]
    expect(() => new StackingClassifier({ models, metaClassifier })).toThrow(
      'option "metaClassifier" must have another schema than the models',
    )
    expect(
      () => new StackingClassifier({ models, metaClassifier: new StandardScaler() as never }),
    ).toThrow('option "metaClassifier" must be a classifier')
  })

  it('refuses strings that the classifier on top cannot take', () => {
    const [x] = mixedEvents(5, 1, LABELS)[0]
    const models = [tree(), encoded()]
    const make = (includeFeatures: boolean) =>
      new StackingClassifier({ models, metaClassifier: scaled(), includeFeatures })
    expect(() => make(true).learnOne(x, true)).toThrow('feature "shop" must be')
    expect(() => make(false).learnOne(x, true)).not.toThrow()
  })
})

describe('EWARegressor', () => {
  const lines = () => [0.1, 0.001].map((lr) => new LinearRegression({ optimizer: new SGD({ lr }) }))

  it('weighs its models by the exponential of what their predictions cost', () => {
    const model = new EWARegressor({ models: lines(), loss: new Absolute(), learningRate: 0.25 })
    expect(model.weights).toEqual([1, 1])
    model.learnOne({ a: 1 }, 4) // both predicted 0
    expect(model.weights).toEqual([0.5, 0.5])
    const [p, q] = model.models.map((one) => (one as LinearRegression).predictOne({ a: 1 }))
    expect(model.predictOne({ a: 1 })).toBeCloseTo((p + q) / 2, 12)
    model.learnOne({ a: 1 }, 4)
    const [u, v] = [p, q].map((predicted) => Math.exp(-0.25 * Math.abs(4 - predicted)))
    expect(model.weights[0]).toBeCloseTo(u / (u + v), 12)
    expect(model.summary.weights).toEqual(model.weights)
  })

  it('tells as it learns what River tells', () => {
    const model = new EWARegressor({ models: lines(), learningRate: 0.1 })
    const other = new EWARegressor({ models: lines(), learningRate: 0.1 })
    model.learnOne({ a: 1 }, 4)
    other.learnOne({ a: 1 }, 4)
    const [p, q] = model.models.map((one) => (one as LinearRegression).predictOne({ a: 2 }))
    const [u, v] = model.weights
    const mean = (u * p) / 2 + (v * (q - (u * p) / 2)) / 2
    expect(model.learnPredictOne({ a: 2 }, 8)).toBeCloseTo(mean, 12)
    other.learnOne({ a: 2 }, 8)
    expect(model.weights).toEqual(other.weights)
  })

  it('counts an event of weight 0 for nothing, also where it predicts', () => {
    const model = new EWARegressor({ models: lines(), learningRate: 0.1 })
    model.learnPredictOne({ a: 1 }, 4, { w: 0 })
    expect(model.weights).toEqual([1, 1])
  })

  it('depends on the loss and the learning rate', () => {
    const weights = (options: object) => {
      const model = new EWARegressor({ models: lines(), ...options })
      for (let i = 0; i < 5; i++) model.learnOne({ a: i }, i)
      return model.weights
    }
    const plain = weights({ learningRate: 0.1 })
    expect(weights({ learningRate: 0.2 })).not.toEqual(plain)
    expect(weights({ learningRate: 0.1, loss: new Absolute() })).not.toEqual(plain)
  })

  it('refuses what is no loss, and what is no regressor', () => {
    expect(() => new EWARegressor({ models: lines(), loss: {} as never })).toThrow(
      'EWARegressor: option "loss" must be a loss of numbers of optim.losses (or null)',
    )
    expect(() => new EWARegressor({ models: [tree(), tree()] as never })).toThrow(
      'option "models[0]" must be a regressor, or a pipeline that ends with one',
    )
  })
})
