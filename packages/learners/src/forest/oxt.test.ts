import { snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { ADWIN } from '../drift/index.js'
import { OXTRegressor } from './index.js'

const events = Array.from({ length: 1500 }, (_, i): [Record<string, number>, number] => {
  const a = (i * 37) % 101
  const b = (i * 53) % 97
  return [{ a, b, c: (i * 7) % 11, d: i % 5 }, (i < 750 ? a : 200 - a) + b / 50]
})

const make = (more: object = {}) =>
  new OXTRegressor({
    nModels: 3,
    gracePeriod: 20,
    leafPrediction: 'mean',
    driftDetector: new ADWIN({ delta: 0.05 }),
    warningDetector: new ADWIN({ delta: 0.5 }),
    seed: 3,
    ...more,
  })

describe('OXTRegressor', () => {
  it('replaces its trees when what it learns changes', () => {
    const model = make()
    for (const [x, y] of events) model.learnOne(x, y)
    expect(model.totalInstances).toBe(1500)
    expect(model.nDrifts.size).toBeGreaterThan(0)
    for (const [tree, swaps] of model.nTreeSwaps) {
      expect(swaps).toBeLessThanOrEqual(model.nDrifts.get(tree) ?? 0)
    }
    const learned = [...model.instancesPerTree.values()]
    expect(Math.max(...learned)).toBeLessThan(1500)
  })

  it('goes on from a snapshot as if nothing had happened', () => {
    const model = make({ randomizeTreeDepth: true, maxFeatures: 'random', riverCompatible: false })
    let at = 0
    while (model.summary.nBackground === 0) model.learnOne(...events[at++])
    const copy = load(snapshot.save(model)) as OXTRegressor
    for (const [x, y] of events.slice(at)) {
      expect(copy.predictOne(x)).toBe(model.predictOne(x))
      model.learnOne(x, y)
      copy.learnOne(x, y)
    }
    expect(copy.summary).toEqual(model.summary)
  })

  it('looks at all features as River does, or at so many as it was told', () => {
    const river = make({ maxFeatures: 1, detectionMode: 'off' })
    const own = make({ maxFeatures: 1, detectionMode: 'off', riverCompatible: false })
    for (const [x, y] of events.slice(0, 600)) {
      river.learnOne(x, y)
      own.learnOne(x, y)
    }
    expect(own.toText()).not.toBe(river.toText())
    expect(river.nDrifts.size + river.nWarnings.size).toBe(0)
  })

  it('learns every event once if it is not to draw', () => {
    const model = make({ resamplingStrategy: null, detectionMode: 'off' })
    for (const [x, y] of events.slice(0, 100)) model.learnOne(x, y)
    expect([...model.instancesPerTree]).toEqual([
      [0, 100],
      [1, 100],
      [2, 100],
    ])
  })

  it('refuses a rate that does not fit the strategy', () => {
    expect(() => make({ resamplingStrategy: 'bagging', resamplingRate: 0.5 })).toThrow(
      'OXTRegressor: option "resamplingRate" must be at least 1 with resamplingStrategy ' +
        "'bagging'",
    )
    expect(() => make({ resamplingRate: 2 })).toThrow(
      "must be at most 1 with resamplingStrategy 'subbagging'",
    )
  })
})
