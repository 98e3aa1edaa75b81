import { InvalidOptionError } from '@coelho/core'
import { anomaly, cluster, drift, linearModel, metrics, tree } from '@coelho/learners'
import { describe, expect, it } from 'vitest'
import { sums, toys } from '../learning/toy-projects.test-support.js'

const quick = () => new tree.HoeffdingTreeClassifier({ gracePeriod: 20 })
const line = () => new linearModel.LinearRegression()
const adwin = () => new drift.ADWIN()
const one = adwin()
const tables = (): object => metrics.bundle('classification')
const unlabelled = { label: null, labels: null, metric: () => metrics.bundle('clustering') }

function refusal(more: object, define: typeof toys = toys): string {
  try {
    define(more)
  } catch (error) {
    if (error instanceof InvalidOptionError) return error.message
    throw error
  }
  return 'it was not refused'
}

describe('what a project does by itself', () => {
  it('is nothing unless it is told to', () => {
    const { loss, drift, level } = toys().policy
    expect([loss, drift, level]).toEqual([undefined, null, null])
  })

  it('is watched by an ADWIN over the error, and only noted, unless told otherwise', () => {
    const { drift: resolved, cooldown } = toys({ drift: {} }).policy
    expect(resolved).toMatchObject({ features: null, policy: 'note', upon: 'error', window: 1000 })
    expect(String(resolved!.error!())).toBe('ADWIN()')
    expect(cooldown).toBe(1000)
  })

  it('takes options as they were resolved', () => {
    const project = toys({ drift: { policy: 'retrain' }, cooldown: 7 })
    expect(toys({ ...project.options }).policy).toMatchObject({ cooldown: 7, level: null })
  })

  it('has a level of significance for promotions: 0.01 unless told', () => {
    const challengers = { quick }
    expect(toys({ challengers, promotion: 'automatic' }).policy.level).toBe(0.01)
    expect(toys({ challengers, promotion: { level: 0.05 } }).policy.level).toBe(0.05)
    expect(toys({ challengers }).policy.level).toBeNull()
  })

  it.each<[more: object, message: string]>([
    [{ drift: { detector: adwin } }, 'defineProject drift: option "detector" is unknown; known'],
    [{ drift: { error: one } }, 'defineProject drift: option "error" must be a function (or null)'],
    [
      { drift: { error: () => 5 } },
      'defineProject drift: option "error" must be a function that builds a drift detector, got 5.',
    ],
    [
      { drift: { error: () => one } },
      'defineProject drift: option "error" must build a new detector at each call.',
    ],
    [
      { drift: { error: null } },
      'defineProject drift: option "error" must be a detector where no feature is watched.',
    ],
    [
      { drift: { features: { a: one } } },
      'option "features.a" must be a function that builds a drift detector, got an ADWIN.',
    ],
    [
      { drift: { features: [adwin] } },
      'option "features" must be an object of detectors by name, got [the function adwin].',
    ],
    [
      { drift: { policy: 'restart' } },
      'option "policy" must be one of "note", "retrain", "promote", got "restart".',
    ],
    [{ drift: { policy: 'promote' } }, 'option "policy" needs challengers, got "promote".'],
    [
      { drift: { policy: 'retrain', error: null, features: { a: adwin } } },
      'follows from a drift of the error, which is not watched: set upon: \'any\', got "retrain".',
    ],
    [{ drift: { window: 10 } }, 'option "window" has no effect unless policy is \'retrain\'.'],
    [{ drift: { upon: 'any' } }, 'option "upon" has no effect where policy is \'note\'.'],
    [
      { drift: { policy: 'retrain', window: 0 } },
      'option "window" must be an integer of at least 1 and at most 100000, got 0.',
    ],
    [{ promotion: 'automatic' }, 'option "promotion" needs challengers, got "automatic".'],
    [
      { promotion: 'always', challengers: { quick } },
      'option "promotion" must be "manual", "automatic" or { level }, got "always".',
    ],
    [
      { promotion: { level: 1 }, challengers: { quick } },
      'option "level" must be a finite number of above 0 and below 1, got 1.',
    ],
    [{ cooldown: 5 }, 'option "cooldown" has no effect where no champion changes by itself, got 5'],
    [{ loss: () => 1 }, 'option "loss" has no effect without drift or an automatic promotion.'],
    [
      { challengers: { champion: quick } },
      'option "challengers.champion" is the name of the pipeline itself.',
    ],
    [{ challengers: { '': quick } }, 'option "challengers." must have a name.'],
    [
      { challengers: { quick: quick() } },
      'option "challengers.quick" must be a function that builds a model, got',
    ],
    [
      { challengers: { line } },
      'option "challengers.line" must be a classifier, as the pipeline is, got a LinearRegression',
    ],
    [{ challengers: [quick] }, 'option "challengers" must be an object of functions by name'],
    [{ pipeline: () => ({}) }, 'option "pipeline" must build a model that can be judged: '],
    [{ metric: () => 5 }, 'option "metric" must be a function that builds a metric, got 5.'],
    [
      { bestBy: 'ConfusionMatrix', metric: tables },
      'option "bestBy" must be one of the metrics: Recall, Precision, F1,',
    ],
    [
      { label: null, labels: null },
      'option "label" or labels is needed: the pipeline learns from labels.',
    ],
  ])('refuses what cannot be or has no effect, case %#', (more, message) => {
    expect(refusal(more)).toContain(message)
  })

  it('refuses models and metrics that are the same at each call', () => {
    const model = quick()
    const metric = new metrics.Accuracy()
    expect(refusal({ pipeline: () => model })).toContain(
      'option "pipeline" must build a new model at each call',
    )
    expect(refusal({ metric: () => metric })).toContain(
      'option "metric" must build a new metric at each call',
    )
  })

  it('refuses a detector of right and wrong where errors are numbers', () => {
    const error = () => new drift.binary.DDM()
    expect(refusal({ drift: { error } }, sums)).toBe(
      'defineProject drift: option "error" must watch numbers, as ADWIN and PageHinkley do: ' +
        'errors are no yes or no here, got a DDM.',
    )
    expect(refusal({ drift: { error }, loss: () => 1 }, sums)).toBe('it was not refused')
  })

  it('asks for a loss where nobody knows what a prediction costs', () => {
    const pipeline = () => new anomaly.HalfSpaceTrees({ seed: 1 })
    const more = { pipeline, metric: () => new metrics.ROCAUC(), bestBy: 'ROCAUC' }
    expect(refusal({ ...more, drift: {} })).toBe(
      'defineProject drift: option "error" has nothing to watch: say by the option "loss" what a ' +
        'prediction costs, or set error: null.',
    )
    expect(refusal({ ...more, challengers: { other: pipeline }, promotion: 'automatic' })).toBe(
      'defineProject: option "loss" is needed for a promotion: say what a prediction costs.',
    )
    const loss = (_: boolean, score: number) => score
    expect(refusal({ ...more, loss, drift: {} })).toBe('it was not refused')
    const features = { a: adwin }
    expect(refusal({ ...more, drift: { error: null, features } })).toBe('it was not refused')
  })

  it('takes clusterers without labels, and by labels only with a loss', () => {
    const pipeline = () => new cluster.KMeans({ nClusters: 2, seed: 1 })
    expect(refusal({ ...unlabelled, pipeline, bestBy: 'Silhouette', drift: {} })).toBe(
      'it was not refused',
    )
    const metric = (): object => new metrics.VBeta()
    const more = { pipeline, metric, bestBy: 'VBeta', drift: {} }
    expect(refusal(more)).toContain('option "error" has nothing to watch')
  })
})
