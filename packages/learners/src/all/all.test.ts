import { Configured, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import * as root from '../index.js'
import { learners, load } from './index.js'

describe('@coelho/learners/all', () => {
  it('knows every class that can be saved, each by a name of its own', () => {
    const ids = learners.map((cls) => (cls as unknown as { id: string }).id)
    expect(new Set(ids).size).toBe(learners.length)
    for (const id of ['stats.Mean', 'optim.losses.Log', 'tree.splitter.GaussianSplitter']) {
      expect(ids).toContain(id)
    }
  })

  it('knows no class that is only extended', () => {
    for (const contract of [Configured, root.Estimator, root.Metric, root.Statistic]) {
      expect(learners).not.toContain(contract)
    }
  })

  it('loads a model without being told its class', () => {
    const model = new root.tree.HoeffdingTreeClassifier({ gracePeriod: 50 })
    for (const [x, y] of new root.datasets.synth.SEA({ seed: 1 }).take(500)) model.learnOne(x, y)
    const loaded = load<root.tree.HoeffdingTreeClassifier>(snapshot.save(model))
    expect(loaded.summary).toEqual(model.summary)
    expect(loaded.toText()).toBe(model.toText())
  })
})
