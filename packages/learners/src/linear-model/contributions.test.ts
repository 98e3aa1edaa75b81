import { compose, type Features, random } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import * as optim from '../optim/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import {
  AdPredictor,
  ALMAClassifier,
  BayesianLinearRegression,
  type FeatureContributions,
  LinearRegression,
  LogisticRegression,
  PAClassifier,
  PARegressor,
  Perceptron,
  SoftmaxRegression,
} from './index.js'

function events(count: number): Record<string, number>[] {
  const rng = new random.Random(3)
  return Array.from({ length: count }, (_, i) => {
    const x: Record<string, number> = { a: rng.gauss(0, 1), b: rng.gauss(0, 2) }
    if (i % 3 === 0) x['late'] = rng.random()
    return x
  })
}

const sumOf = ({ contributions, intercept }: FeatureContributions) =>
  [...contributions.values()].reduce((sum, part) => sum + part, intercept)
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
const unknown = { a: 0.4, late: 2, never: 3 }

const regressors = [
  new LinearRegression({ optimizer: new optim.Adam(), l1: 0.01 }),
  new LinearRegression({ interceptInit: 5 }),
  new PARegressor(),
  new BayesianLinearRegression(),
  new BayesianLinearRegression({ smoothing: 0.9 }),
]

describe.each(regressors.map((model) => [String(model), model] as const))('%s', (_, model) => {
  it('predicts the sum of what its features add', () => {
    for (const x of events(90)) {
      const told = model.featureContributions(x)
      expect(told.raw).toBe(model.predictOne(x))
      expect(Math.abs(sumOf(told) - told.raw)).toBeLessThan(1e-12)
      model.learnOne(x, 2 * x['a'] - x['b'])
    }
    const told = model.featureContributions(unknown)
    expect([...told.contributions.keys()]).toEqual(['a', 'late', 'never'])
    expect(told.contributions.get('never')).toBe(0)
    expect(model.schema.find('never')).toBe(-1)
  })
})

const classifiers = [
  new LogisticRegression({ interceptInit: -1 }),
  new PAClassifier(),
  new ALMAClassifier(),
]

describe.each(classifiers.map((model) => [String(model), model] as const))('%s', (_, model) => {
  it('finds as likely what its features add up to', () => {
    for (const x of events(90)) {
      const told = model.featureContributions(x)
      const p = model.predictProbaOne(x).get(true) as number
      expect(sigmoid(told.raw)).toBeCloseTo(p, 12)
      expect(Math.abs(sumOf(told) - told.raw)).toBeLessThan(1e-12)
      model.learnOne(x, x['a'] > x['b'])
    }
    expect(model.featureContributions(unknown).contributions.get('never')).toBe(0)
  })
})

describe('featureContributions', () => {
  it('are values times weights, of a perceptron', () => {
    const model = new Perceptron()
    model.learnOne({ x: 1, z: 2 }, false)
    model.learnOne({ x: -1, z: 1 }, true)
    const { contributions, intercept, raw } = model.featureContributions({ x: 3, z: 5 })
    const { weights } = model
    expect(contributions.get('x')).toBe(3 * (weights.get('x') as number))
    expect(contributions.get('z')).toBe(5 * (weights.get('z') as number))
    expect(intercept).toBe(model.intercept)
    expect(raw > 0).toBe(model.predictOne({ x: 3, z: 5 }))
  })

  it('add up to the score of each class of a softmax', () => {
    const model = new SoftmaxRegression({ optimizer: new optim.SGD({ lr: 0.1 }) })
    expect(model.featureContributions(unknown)).toEqual(new Map())
    for (const x of events(90)) {
      const told = [...model.featureContributions(x)]
      const total = told.reduce((sum, [, { raw }]) => sum + Math.exp(raw), 0)
      const said = model.predictProbaOne(x)
      for (const [label, one] of told) {
        expect(said.get(label)).toBeCloseTo(Math.exp(one.raw) / total, 12)
        expect(Math.abs(sumOf(one) - one.raw)).toBeLessThan(1e-12)
      }
      model.learnOne(x, x['a'] > 0 ? 'high' : x['b'] > 0 ? 'low' : 'none')
    }
  })

  it('are the means of the weights that are there, of an ad predictor', () => {
    const model = new AdPredictor({ priorProbability: 0.3 })
    const first = model.featureContributions({ a: 1, b: 1 })
    expect(first.intercept).toBeLessThan(0)
    expect(sumOf(first)).toBe(first.raw)
    for (let i = 0; i < 20; i++) model.learnOne({ [i % 2 ? 'yes' : 'no']: 7, all: 1 }, i % 2 === 1)
    const told = model.featureContributions({ yes: 1, all: 2, no: 0 })
    expect(told.contributions.get('yes')).toBe(model.means.get('yes'))
    expect(told.contributions.get('no')).toBe(0)
    expect(Math.abs(sumOf(told) - told.raw)).toBeLessThan(1e-12)
  })

  it('are asked for the event as the pipeline hands it on', () => {
    const regression = new LinearRegression()
    const scaler = new StandardScaler()
    const model = new compose.Pipeline(scaler, regression)
    for (const x of events(50)) model.learnOne(x, x['a'])
    const x = { a: 2, b: 1 }
    const scaled = scaler.transformOne(x) as Features
    expect(regression.featureContributions(scaled).raw).toBeCloseTo(
      model.predictOne(x) as number,
      12,
    )
  })
})
