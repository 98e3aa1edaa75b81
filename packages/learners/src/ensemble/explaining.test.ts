import { type Label, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import {
  type ForestExplanation,
  HoeffdingTreeClassifier,
  HoeffdingTreeRegressor,
} from '../tree/index.js'
import { SRPClassifier, SRPRegressor } from './index.js'

/** `a` and `b` tell the score, `c` and `d` do not; now and then one is absent. */
function stream(count: number): { x: Record<string, number>; score: number }[] {
  const rng = new random.Random(2)
  return Array.from({ length: count }, () => {
    const [a, b, c, d] = [rng.random(), rng.random(), rng.random(), rng.random()]
    const x = rng.random() > 0.1 ? { a, b, c, d } : { a, c, d }
    return { x, score: a + 0.8 * b }
  })
}

const labelOf = (score: number): Label => (score > 1.2 ? 'high' : score > 0.6 ? 'mid' : 'low')
const EAGER = { gracePeriod: 100, delta: 1e-4, tau: 0.1 }

function expectAdditive(told: ForestExplanation, said: number): void {
  const sum = [...told.contributions.values()].reduce((all, change) => all + change, told.base)
  expect(Math.abs(told.prediction - said)).toBeLessThan(1e-9)
  expect(Math.abs(sum - said)).toBeLessThan(1e-9)
}

describe('random patches of trees explain', () => {
  it.each(['mc', 'nba'] as const)('probabilities as sums over features (%s)', (leafPrediction) => {
    const model = new SRPClassifier({
      ...{ nModels: 4, seed: 3, subspaceSize: 3 },
      model: new HoeffdingTreeClassifier({ ...EAGER, leafPrediction }),
    })
    expect(model.featureImportances()).toEqual(new Map())
    for (const { x, score } of stream(2500)) model.learnOne(x, labelOf(score))
    const before = snapshot.save(model)
    for (const { x } of stream(20)) {
      for (const [label, share] of model.predictProbaOne(x)) {
        expectAdditive(model.explainOne(x, { label }), share)
      }
      expect(model.explainOne(x).label).toBe(model.predictOne(x))
    }
    expect([...model.featureImportances().keys()].slice(0, 2).sort()).toEqual(['a', 'b'])
    expect(snapshot.save(model)).toEqual(before)
    const other = load<SRPClassifier>(before)
    expect(other.explainOne({ a: 1, c: 0 })).toEqual(model.explainOne({ a: 1, c: 0 }))
  })

  it.each([
    ['mean', true],
    ['mean', false],
    ['median', true],
  ] as const)('numbers as sums over features (%s, %s)', (aggregationMethod, equal) => {
    const model = new SRPRegressor({
      ...{ nModels: 4, seed: 3, subspaceSize: 3, aggregationMethod, disableWeightedVote: equal },
      model: new HoeffdingTreeRegressor({ ...EAGER, leafPrediction: 'mean' }),
    })
    for (const { x, score } of stream(2500)) model.learnOne(x, score)
    for (const { x } of stream(20)) expectAdditive(model.explainOne(x), model.predictOne(x))
    expect([...model.featureImportances().keys()].slice(0, 2).sort()).toEqual(['a', 'b'])
  })

  it('nothing where the models are no trees', () => {
    const model = new SRPClassifier({ nModels: 2, seed: 3, model: new GaussianNB() })
    for (const { x, score } of stream(20)) model.learnOne(x, labelOf(score))
    const text =
      'SRPClassifier: its models must be trees to explain what they predict, got a GaussianNB.'
    expect(() => model.explainOne({ a: 1 })).toThrow(text)
    expect(() => model.featureImportances()).toThrow(text)
  })
})
