import { type Label, random, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { ADWIN } from '../drift/index.js'
import type { ForestExplanation } from '../tree/index.js'
import { AMFClassifier, AMFRegressor, ARFClassifier, ARFRegressor, OXTRegressor } from './index.js'

type Event = Record<string, number | string>

/** `a` and `shop` tell the score, the other way round after the turn; `noise` tells nothing. */
function stream(seed: number, count: number, turn: number): { x: Event; score: number }[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const [a, b, noise, shop] = [rng.random(), rng.random(), rng.random(), 'xyz'[rng.randrange(3)]]
    const x: Event = { a, b, noise }
    if (rng.random() > 0.1) x['shop'] = shop
    return { x, score: (i < turn ? a : 1 - a) + (shop === 'x' ? 0.7 : 0) }
  })
}

/** The same without words. */
function numbers(seed: number, count: number): { x: Record<string, number>; score: number }[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, () => {
    const [a, b, noise] = [rng.random(), rng.random(), rng.random()]
    return { x: { b, noise, ...(rng.random() > 0.1 && { a }) }, score: a }
  })
}

const labelOf = (score: number): Label => (score > 1 ? 'high' : score > 0.5 ? 'mid' : 'low')
const probes = (seed: number) => [...stream(seed, 8, 8).map(({ x }) => x), {}, { other: 3 }]

function expectAdditive(told: ForestExplanation, said: number): void {
  const size = 1e-9 * Math.max(1, Math.abs(said))
  const sum = [...told.contributions.values()].reduce((all, change) => all + change, told.base)
  const byTree = told.trees.reduce((all, tree) => all + tree.weight * tree.prediction, 0)
  for (const number of [told.prediction, sum, byTree]) {
    expect(Math.abs(number - said)).toBeLessThan(size)
  }
}

const EAGER = {
  ...{ nModels: 3, gracePeriod: 20, delta: 0.1, tau: 0.2, seed: 5 },
  driftDetector: new ADWIN({ delta: 0.05 }),
  warningDetector: new ADWIN({ delta: 0.5 }),
}
const seeds = fc.integer({ min: 0, max: 1e6 })
const counts = fc.integer({ min: 0, max: 400 })

function classes(options: object, seed: number, count: number): ARFClassifier {
  const model = new ARFClassifier({ ...EAGER, ...options })
  for (const { x, score } of stream(seed, count, 200)) model.learnOne(x, labelOf(score))
  return model
}

function values(options: object, seed: number, count: number): ARFRegressor {
  const model = new ARFRegressor({ ...EAGER, ...options })
  for (const { x, score } of stream(seed, count, 200)) model.learnOne(x, score)
  return model
}

describe('a forest explains', () => {
  it('each probability as a sum over features, by the votes of its trees', () => {
    const options = fc.record({
      leafPrediction: fc.constantFrom('mc', 'nb', 'nba'),
      disableWeightedVote: fc.boolean(),
    })
    fc.assert(
      fc.property(seeds, counts, options, (seed, count, more) => {
        const model = classes(more, seed, count)
        for (const x of probes(seed)) {
          for (const [label, share] of model.predictProbaOne(x)) {
            expectAdditive(model.explainOne(x, { label }), share)
          }
          expect(model.explainOne(x).label).toBe(model.predictOne(x))
        }
      }),
      { numRuns: 20 },
    )
  })

  it('each number as a sum over features, by mean, weighted mean or median', () => {
    const options = fc.record({
      nModels: fc.integer({ min: 1, max: 4 }),
      leafPrediction: fc.constantFrom('mean', 'model', 'adaptive'),
      aggregationMethod: fc.constantFrom('mean', 'median'),
      disableWeightedVote: fc.boolean(),
    })
    fc.assert(
      fc.property(seeds, counts, options, (seed, count, more) => {
        const model = values(more, seed, count)
        for (const x of probes(seed)) expectAdditive(model.explainOne(x), model.predictOne(x))
      }),
      { numRuns: 20 },
    )
  })

  it('each number of extra trees as a sum over features', () => {
    for (const disableWeightedVote of [true, false]) {
      const options = { nModels: 3, gracePeriod: 20, delta: 0.1, seed: 5, disableWeightedVote }
      const model = new OXTRegressor(options)
      for (const { x, score } of stream(4, 600, 600)) model.learnOne(x, score)
      for (const x of probes(4)) expectAdditive(model.explainOne(x), model.predictOne(x))
      expect(model.featureImportances().size).toBeGreaterThan(1)
    }
  })

  it('what the nodes of Mondrian trees average to as a sum over features', () => {
    const options = fc.record({
      nEstimators: fc.integer({ min: 1, max: 4 }),
      useAggregation: fc.boolean(),
      step: fc.constantFrom(0, 0.3, 1, 20),
      maxNodes: fc.constantFrom(null, 9),
      seed: fc.constant(3),
    })
    fc.assert(
      fc.property(seeds, counts, options, fc.boolean(), (seed, count, more, splitPure) => {
        const learner = new AMFClassifier({ ...more, splitPure })
        const regressor = new AMFRegressor(more)
        for (const { x, score } of numbers(seed, count + 1)) {
          learner.learnOne(x, labelOf(score))
          regressor.learnOne(x, score)
        }
        for (const { x } of [...numbers(seed + 1, 8), { x: {} }, { x: { other: 3 } }]) {
          expectAdditive(regressor.explainOne(x), regressor.predictOne(x))
          for (const [label, share] of learner.predictProbaOne(x)) {
            expectAdditive(learner.explainOne(x, { label }), share)
          }
          expect(learner.explainOne(x).label).toBe(learner.predictOne(x))
        }
      }),
      { numRuns: 20 },
    )
  })

  it('a Mondrian tree step by step, and what an event lacks', () => {
    const model = new AMFRegressor({ nEstimators: 1, seed: 3 })
    for (const { x, score } of numbers(2, 600)) model.learnOne(x, score)
    const { base, contributions, trees } = model.explainOne({ a: 0.9, b: 0.5, noise: 0.5 })
    const [{ path }] = trees
    expect([...contributions.keys()][0]).toBe('a')
    expect(contributions.get('a')).toBeGreaterThan(0.1)
    expect(base).toBeCloseTo(0.5, 1)
    const ofA = path.filter(({ feature }) => feature === 'a')
    expect(ofA.every(({ condition }) => /^a [≤>] [0-9.e-]+$/.test(condition))).toBe(true)
    expect(ofA.reduce((sum, { change }) => sum + change, 0)).toBeCloseTo(
      contributions.get('a') as number,
      12,
    )
    const lacking = model.explainOne({ b: 0.5, noise: 0.5 }).trees[0].path
    expect(lacking.every(({ feature, asMost }) => asMost === (feature === 'a'))).toBe(true)
  })

  it('without changing anything, and the same after a snapshot', () => {
    for (const model of [classes({}, 3, 700), values({ leafPrediction: 'mean' }, 3, 700)]) {
      const before = snapshot.save(model)
      const tell = (from: typeof model) => [
        from.featureImportances(),
        ...probes(3).map((x) => from.explainOne(x)),
      ]
      const told = tell(model)
      expect(model.featureImportances().size).toBeGreaterThan(1)
      expect(snapshot.save(model)).toEqual(before)
      expect(tell(load<typeof model>(before))).toEqual(told)
    }
  })

  it('which features are important', () => {
    const patient = { ...EAGER, gracePeriod: 100, delta: 0.001, tau: 0.05, maxFeatures: null }
    const learner = new ARFClassifier(patient)
    const regressor = new ARFRegressor({ ...patient, leafPrediction: 'mean' })
    for (const { x, score } of stream(1, 3000, 3000)) {
      learner.learnOne(x, labelOf(score))
      regressor.learnOne(x, score)
    }
    for (const shares of [learner.featureImportances(), regressor.featureImportances()]) {
      expect([...shares.keys()].slice(0, 2).sort()).toEqual(['a', 'shop'])
      expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    }
  })

  it('nothing before it has learned, and no label it does not know', () => {
    const model = new ARFClassifier(EAGER)
    expect(model.featureImportances()).toEqual(new Map())
    expect(new ARFRegressor(EAGER).featureImportances()).toEqual(new Map())
    expect(new AMFRegressor().explainOne({ a: 1 })).toMatchObject({ prediction: 0, base: 0 })
    for (const model of [new ARFClassifier(EAGER), new AMFClassifier()]) {
      const told = model.explainOne({ a: 1 })
      expect(told).toMatchObject({ label: undefined, prediction: 0, base: 0 })
    }
    expect(() => model.explainOne({ a: 1 }, { label: 'high' })).toThrow(
      'ARFClassifier: the label to explain must be one that was learned, got "high".',
    )
  })
})
