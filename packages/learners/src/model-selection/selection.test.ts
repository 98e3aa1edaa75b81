import { compose, type Features, Frame, metrics, Regressor, type Row, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { learners } from '../all/index.js'
import { EpsilonGreedy, RandomPolicy, ThompsonSampling, UCB } from '../bandit/index.js'
import { LinearRegression, LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { SGD } from '../optim/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import {
  BanditClassifier,
  BanditRegressor,
  GreedyRegressor,
  SuccessiveHalvingClassifier,
  SuccessiveHalvingRegressor,
} from './index.js'

/** Predicts always the same, and counts what it has learned. */
class Always extends Regressor<{ readonly value: number }> {
  static override readonly id = 'test.Always'
  static override readonly rules = { value: { kind: 'any' } } as const
  static override readonly state: readonly string[] = ['learned']
  learned = 0

  learnRow(_row: Row, _y: number, weight: number): void {
    this.learned += weight
  }

  predictRow(): number {
    return this.options.value
  }
}

const always = (...values: number[]) => values.map((value) => new Always({ value }))
const learnedOf = ({ models }: { models: readonly object[] }) => {
  return models.map((model) => (model as Always).learned)
}
const greedy = (burnIn = 0) => new EpsilonGreedy({ epsilon: 0, burnIn, seed: 1 })
const mae = () => new metrics.MAE()

const rows: Features[] = Array.from({ length: 90 }, (_, i) => {
  return { a: Math.sin(i), b: i % 7, ...(i % 5 === 0 && { c: i % 3 }) }
})
const numbers = rows.map(({ a, b }) => 2 * Number(a) - Number(b))
const classes = rows.map(({ b }) => (Number(b) > 4 ? 'high' : Number(b) > 1 ? 'mid' : 'low'))
const scaled = (lr: number) => {
  const regression = new LinearRegression({ optimizer: new SGD({ lr }) })
  return new compose.Pipeline(new StandardScaler(), regression)
}
const regressors = () => [0.1, 0.01, 0.001].map(scaled)
const classifiers = () => [
  new GaussianNB(),
  new compose.Pipeline(new StandardScaler(), new GaussianNB()),
]

describe('BanditRegressor', () => {
  it('lets all models learn that have not burnt in, then the one that the policy pulls', () => {
    const options = { models: always(0, 5), metric: mae(), riverCompatible: false }
    const model = new BanditRegressor({ ...options, policy: greedy(3) })
    for (let i = 0; i < 10; i++) model.learnOne({}, 5)
    expect(learnedOf(model)).toEqual([3, 10])
    expect(model.bestModel).toBe(model.models[1])
    expect(model.predictOne({})).toBe(5)
    expect(model.policy.ranking).toEqual([1, 0])
  })

  it('takes the highest error for the best, as River does, unless told otherwise', () => {
    const model = new BanditRegressor({ models: always(0, 5), metric: mae(), policy: greedy(3) })
    for (let i = 0; i < 10; i++) model.learnOne({}, 5)
    expect(learnedOf(model)).toEqual([10, 3])
    expect(model.predictOne({})).toBe(0)
  })

  it('predicts with the first model before it has learned', () => {
    const model = new BanditRegressor({ models: always(3, 5), metric: mae(), policy: greedy() })
    expect(model.predictOne({})).toBe(3)
  })

  it('counts an event by its weight', () => {
    const metric = new metrics.MAE()
    const options = { models: always(0, 5), metric, policy: greedy(2), riverCompatible: false }
    const model = new BanditRegressor(options)
    model.learnOne({}, 1, { w: 3 })
    model.learnOne({}, 3, { w: 1 })
    expect(model.policy.summary.arms.map(({ reward }) => reward)).toEqual([-1.5, -3.5])
  })

  it('holds a model that has diverged for the worst', () => {
    const models = always(Number.NaN, 9)
    const model = new BanditRegressor({
      models,
      metric: mae(),
      policy: greedy(2),
      riverCompatible: false,
    })
    for (let i = 0; i < 5; i++) model.learnOne({}, 1)
    expect(model.predictOne({})).toBe(9)
  })

  it('refuses a policy that takes no metric, and a metric of labels', () => {
    const options = { models: always(0, 5), metric: mae() }
    const text = 'BanditRegressor: option "policy" must be a policy that takes a metric'
    for (const policy of [new ThompsonSampling(), {}] as never[]) {
      expect(() => new BanditRegressor({ ...options, policy })).toThrow(text)
    }
    const metric = new metrics.LogLoss()
    expect(() => new BanditRegressor({ ...options, metric, policy: greedy() })).toThrow(
      'BanditRegressor: option "metric" must judge predictions of numbers',
    )
  })
})

describe('BanditClassifier', () => {
  it('judges probabilities where the metric does', () => {
    const models = [1, 1e-6].map((lr) => new LogisticRegression({ optimizer: new SGD({ lr }) }))
    const metric = new metrics.LogLoss()
    const policy = new UCB({ delta: 0.1, seed: 1 })
    const model = new BanditClassifier({ models, metric, policy, riverCompatible: false })
    for (let i = 0; i < 200; i++) model.learnOne({ x: (i % 10) - 5 }, i % 10 > 4)
    expect(model.summary.best).toBe(0)
    expect(model.predictOne({ x: 3 })).toBe(true)
  })

  it('asks a metric for labels, or for probabilities', () => {
    const options = { models: classifiers(), policy: greedy() }
    expect(() => new BanditClassifier({ ...options, metric: mae() as never })).toThrow(
      'BanditClassifier: option "metric" must judge labels or their probabilities',
    )
  })

  it('refuses a label that the metric cannot judge, and is as it was', () => {
    const models = [new GaussianNB(), new GaussianNB()]
    const model = new BanditClassifier({ models, metric: new metrics.LogLoss(), policy: greedy() })
    model.learnOne({ a: 1 }, true)
    const before = snapshot.save(model)
    expect(() => model.learnOne({ b: 1 }, 'text')).toThrow('LogLoss: the label must be')
    expect(snapshot.save(model)).toEqual(before)
  })
})

describe('GreedyRegressor', () => {
  it('predicts with the model that has the best metric so far; all learn', () => {
    const model = new GreedyRegressor({ models: always(0, 5) })
    model.learnOne({}, 1)
    expect(model.predictOne({})).toBe(0)
    for (let i = 0; i < 5; i++) model.learnOne({}, 5)
    expect(model.predictOne({})).toBe(5)
    expect(learnedOf(model)).toEqual([6, 6])
    expect(model.metrics.map((metric) => metric.get())).toEqual([26 / 6, 4 / 6])
  })

  it('knows whether more is better', () => {
    const models = [scaled(0.1), new Always({ value: 100 })]
    const model = new GreedyRegressor({ models, metric: new metrics.R2() })
    rows.forEach((x, i) => {
      model.learnOne(x, numbers[i])
    })
    expect(model.summary.best).toBe(0)
  })
})

describe('SuccessiveHalvingRegressor', () => {
  it('leaves out the worse half each time a share of the budget is used', () => {
    const models = always(0, 1, 2, 3)
    const model = new SuccessiveHalvingRegressor({ models, metric: mae(), budget: 32 })
    const left = Array.from({ length: 12 }, () => {
      model.learnOne({}, 2)
      return model.summary.inTheRace.length
    })
    // Two rungs: after 32 / (4 · 2) events, and after 32 / (2 · 2).
    expect(left).toEqual([4, 4, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1])
    expect(model.summary).toMatchObject({ nRungs: 2, budgetUsed: 32, inTheRace: [2], best: 2 })
    expect(learnedOf(model)).toEqual([4, 8, 12, 4])
  })

  it('divides by eta', () => {
    const options = { models: always(0, 1, 2, 3), metric: mae(), budget: 8 }
    const model = new SuccessiveHalvingRegressor({ ...options, eta: 4 })
    for (let i = 0; i < 2; i++) model.learnOne({}, 3)
    expect(model.summary.inTheRace).toEqual([3])
  })

  it('comes to an end with a budget that is too small', () => {
    const model = new SuccessiveHalvingRegressor({
      models: always(0, 1, 2),
      metric: mae(),
      budget: 6,
    })
    for (let i = 0; i < 3; i++) model.learnOne({}, 1)
    expect(model.summary.inTheRace).toEqual([1])
  })
})

const policy = () => new RandomPolicy({ seed: 5, burnIn: 2 })
const accuracy = () => new metrics.Accuracy()

describe.each([
  [
    'BanditRegressor',
    () => {
      return new BanditRegressor({ models: regressors(), metric: mae(), policy: policy() })
    },
  ],
  ['GreedyRegressor', () => new GreedyRegressor({ models: regressors() })],
  [
    'SuccessiveHalvingRegressor',
    () => {
      return new SuccessiveHalvingRegressor({ models: regressors(), metric: mae(), budget: 120 })
    },
  ],
])('%s', (_, make) => {
  it('learns frames as it learns objects, and goes on after a snapshot', () => {
    const [one, many] = [make(), make()]
    rows.slice(0, 60).forEach((x, i) => {
      one.learnOne(x, numbers[i])
    })
    many.learnMany(Frame.fromRows(rows.slice(0, 60)), numbers.slice(0, 60))
    const loaded = snapshot.load<typeof many>(snapshot.save(many), { learners: learners as never })
    rows.slice(60).forEach((x, i) => {
      expect(loaded.predictOne(x)).toBe(one.predictOne(x))
      for (const model of [one, loaded]) model.learnOne(x, numbers[60 + i])
    })
    expect(snapshot.save(loaded)).toEqual(snapshot.save(one))
  })
})

describe.each([
  [
    'BanditClassifier',
    () => {
      return new BanditClassifier({ models: classifiers(), metric: accuracy(), policy: policy() })
    },
  ],
  [
    'SuccessiveHalvingClassifier',
    () => {
      const options = { models: classifiers(), metric: accuracy() }
      return new SuccessiveHalvingClassifier({ ...options, budget: 100 })
    },
  ],
])('%s', (_, make) => {
  it('learns labels of frames as those of objects, and goes on after a snapshot', () => {
    const [one, many] = [make(), make()]
    rows.slice(0, 60).forEach((x, i) => {
      one.learnOne(x, classes[i])
    })
    many.learnMany(Frame.fromRows(rows.slice(0, 60)), classes.slice(0, 60))
    const loaded = snapshot.load<typeof many>(snapshot.save(many), { learners: learners as never })
    rows.slice(60).forEach((x, i) => {
      expect(loaded.predictOne(x)).toBe(one.predictOne(x))
      expect(loaded.predictProbaOne(x)).toEqual(one.predictProbaOne(x))
      for (const model of [one, loaded]) model.learnOne(x, classes[60 + i])
    })
    expect(snapshot.save(loaded)).toEqual(snapshot.save(one))
  })
})

describe('snapshots of models that are chosen from', () => {
  const load = (model: object) => snapshot.load(snapshot.save(model), { learners: all })
  const all = [...learners, Always] as never

  it('are refused where a place, a metric or a policy does not fit', () => {
    const halving = new SuccessiveHalvingRegressor({
      models: always(0, 1),
      metric: mae(),
      budget: 9,
    })
    const inner = halving as unknown as {
      halving: { places: Int32Array; left: number; judges: { best: number; list: object[] } }
    }
    inner.halving.places[0] = 1
    expect(() => load(halving)).toThrow('must know which of its models still learn')
    inner.halving.places[0] = 0
    expect(() => load(halving)).not.toThrow()
    inner.halving.judges.best = 2
    expect(() => load(halving)).toThrow('must have a metric for each of its models')
    inner.halving.judges.best = 1
    inner.halving.judges.list.pop()
    expect(() => load(halving)).toThrow('must have a metric for each of its models')
  })

  it('are refused where the arms are no places of models', () => {
    const model = new BanditRegressor({ models: always(0, 1), metric: mae(), policy: greedy(2) })
    for (let i = 0; i < 5; i++) model.learnOne({}, 1)
    expect(() => load(model)).not.toThrow()
    const { table } = (model.policy as unknown as { arms: { table: { ids: unknown[] } } }).arms
    table.ids[1] = 7
    expect(() => load(model)).toThrow('must have a policy of the kind it was given')
  })
})
