import { snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import * as root from '../index.js'
import { learners, load } from './index.js'

/** Contracts are extended, never saved. */
const CONTRACTS = [
  'Configured',
  'Estimator',
  'Classifier',
  'Regressor',
  'Transformer',
  'SupervisedTransformer',
  'Clusterer',
  'AnomalyDetector',
  'AnomalyFilter',
  'SupervisedAnomalyDetector',
  'DriftDetector',
  'BinaryDriftDetector',
  'Statistic',
  'Univariate',
  'Bivariate',
  'ClassificationMetric',
  'Metric',
  'MeanMetric',
  'RollingArea',
  'Forecaster',
  'MultiOutput',
  'Optimizer',
  'Scheduler',
  'Initializer',
  'BinaryLoss',
  'MultiClassLoss',
  'RegressionLoss',
]

/** Every exported class that says how it is saved, in whatever namespace it is. */
function savable(namespace: object, found: Set<unknown> = new Set()): Set<unknown> {
  for (const [name, value] of Object.entries(namespace)) {
    const isClass = typeof value === 'function' && 'id' in value && 'state' in value
    if (isClass && !CONTRACTS.includes(name)) found.add(value)
    const isNamespace = typeof value === 'object' && value?.[Symbol.toStringTag] === 'Module'
    if (isNamespace) savable(value, found)
  }
  return found
}

describe('@coelho/learners/all', () => {
  it('knows every class that can be saved', () => {
    // Schema and Labels are known to every loader, splitters to the trees that hold them.
    const given = new Set<unknown>(learners)
    const missing = [...savable(root)].filter((cls) => !given.has(cls))
    const names = missing.map((cls) => (cls as { id: string }).id)
    expect(
      names.filter((id) => !['Schema', 'Labels'].includes(id) && !/splitter/.test(id)),
    ).toEqual([])
  })

  it('loads a model without being told its class', () => {
    const model = new root.tree.HoeffdingTreeClassifier({ gracePeriod: 50 })
    for (const [x, y] of new root.datasets.synth.SEA({ seed: 1 }).take(500)) model.learnOne(x, y)
    const loaded = load<root.tree.HoeffdingTreeClassifier>(snapshot.save(model))
    expect(loaded.summary).toEqual(model.summary)
    expect(loaded.toText()).toBe(model.toText())
  })
})
