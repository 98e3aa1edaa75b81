import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { learners } from '../all/index.js'
import { SGTClassifier, SGTRegressor, type SGTRegressorOptions, splitter } from './index.js'

type Event = [x: Record<string, number | string>, y: number]

const EAGER = { gracePeriod: 40, delta: 0.05, lambdaValue: 0.01, gamma: 0.01 }

/** 5 up to 9 km and 25 beyond, and 10 more in Oslo. */
function trips(count: number): Event[] {
  const rng = new random.Random(4)
  return Array.from({ length: count }, () => {
    const km = rng.randint(0, 19)
    const town = rng.choice(['rome', 'oslo', 'bonn'])
    return [{ km, town }, (km < 10 ? 5 : 25) + (town === 'oslo' ? 10 : 0) + rng.random()]
  })
}

function grown(options: Partial<SGTRegressorOptions>, events: readonly Event[]): SGTRegressor {
  const model = new SGTRegressor(options)
  for (const [x, y] of events) model.learnOne(x, y)
  return model
}

function meanError(model: SGTRegressor, events: readonly Event[]): number {
  return events.reduce((sum, [x, y]) => sum + Math.abs(model.predictOne(x) - y), 0) / events.length
}

describe('a stochastic gradient tree for numbers', () => {
  it('finds out what the target depends on', () => {
    const model = grown(EAGER, trips(4000))
    expect(meanError(model, trips(500))).toBeLessThan(2)
    expect(model.nSplits).toBe(model.nBranches)
    expect(model.summary).toEqual({
      nNodes: model.nNodes,
      nBranches: model.nBranches,
      nLeaves: model.nNodes - model.nBranches,
      height: model.height,
      nSplits: model.nSplits,
      nNodeUpdates: model.nNodeUpdates,
      nObservations: 4000,
    })
  })

  it('changes the prediction of its only leaf where it may not split, by a Newton step', () => {
    const options = { gracePeriod: 10, delta: 0.05, lambdaValue: 0.5, maxDepth: 0 }
    const model = grown(
      options,
      Array.from({ length: 10 }, (_, i): Event => [{ km: i }, 6 + (i % 2)]),
    )
    // The mean gradient is -6.5, the hessian 1: the step is 6.5 / (1 + 0.5).
    expect(model.predictOne({ km: 3 })).toBeCloseTo(6.5 / 1.5, 12)
    expect([model.nNodeUpdates, model.nSplits, model.nNodes]).toEqual([1, 0, 1])
  })

  it('begins with `initPred`, and gives a category that comes later 0', () => {
    expect(new SGTRegressor({ initPred: 7 }).predictOne({ km: 1 })).toBe(7)
    const town = (name: string, y: number): Event => [{ town: name }, y]
    const events = Array.from({ length: 200 }, (_, i) =>
      i % 2 ? town('rome', 50) : town('oslo', 10 + (i % 4)),
    )
    const model = grown({ ...EAGER, initPred: 30 }, events)
    expect(model.toText()).toMatch(/^town = oslo: .*\ntown = rome: /)
    model.learnOne({ town: 'bonn' }, 20)
    expect(model.predictOne({ town: 'bonn' })).toBe(0)
    expect(model.debugOne({ town: 'bonn' }).split('\n')[0]).toBe('town = bonn')
  })

  it.each([
    ['gamma', { gamma: 1e6 }, 1],
    ['delta', { delta: 1e-300 }, 1],
    ['gracePeriod', { gracePeriod: 1e5 }, 1],
    ['maxDepth', { maxDepth: 1 }, 3],
  ])('is held back by %s', (_, options, nodes) => {
    const events = trips(2000).map(([{ km }, y]): Event => [{ km }, y])
    expect(grown({ ...EAGER, ...options }, events).nNodes).toBe(nodes)
    expect(grown(EAGER, events).nNodes).toBeGreaterThan(3)
  })

  it('predicts less with a larger lambda', () => {
    const options = { ...EAGER, maxDepth: 0, gracePeriod: 500 }
    const [near, far] = [0.01, 100].map((lambdaValue) =>
      grown({ ...options, lambdaValue }, trips(600)).predictOne({ km: 1 }),
    )
    expect(far).toBeLessThan(near / 10)
  })

  it('takes numbers for categories where they are named', () => {
    const events = trips(1000).map(([{ km }, y]): Event => [{ km: Number(km) % 3 }, y])
    const model = grown({ ...EAGER, nominalAttributes: ['km'] }, events)
    for (const line of model.toText().split('\n').filter(Boolean)) {
      if (line.includes('km')) expect(line).toContain('km = ')
    }
  })

  it.each([
    new splitter.StaticQuantizer({ nBins: 8, warmStart: 20 }),
    new splitter.DynamicQuantizer({ radius: 2, stdProp: 0.5 }),
  ])('goes on from a snapshot to the last bit with %s', (featureQuantizer) => {
    const events = trips(1500)
    const model = grown({ ...EAGER, featureQuantizer }, events.slice(0, 700))
    const other = snapshot.load<SGTRegressor>(snapshot.save(model), { learners: learners as never })
    for (const [x, y] of events.slice(700)) {
      expect(other.predictOne(x)).toBe(model.predictOne(x))
      for (const each of [model, other]) each.learnOne(x, y)
    }
    expect(other.toDot()).toBe(model.toDot())
    expect(model.nSplits).toBeGreaterThan(2)
  })

  it('refuses what is no quantizer', () => {
    const given = { featureQuantizer: new splitter.QOSplitter() }
    expect(() => new SGTRegressor(given as never)).toThrow(
      'SGTRegressor: option "featureQuantizer" must be a StaticQuantizer or DynamicQuantizer ' +
        '(or null), got a QOSplitter.',
    )
  })
})

describe('quantizers', () => {
  const values = (quantizer: splitter.StaticQuantizer | splitter.DynamicQuantizer, xs: number[]) =>
    grown(
      { ...EAGER, featureQuantizer: quantizer, maxDepth: 1 },
      Array.from({ length: 400 }, (_, i): Event => [{ km: xs[i % xs.length] }, i % 2 ? 9 : 1]),
    ).toText()

  it('place thresholds at the edges of their bins', () => {
    const warmStart = 10
    expect(values(new splitter.StaticQuantizer({ nBins: 4, warmStart }), [0, 8])).toMatch(
      /^km ≤ 2:/,
    )
    expect(values(new splitter.DynamicQuantizer({ radius: 3 }), [0, 8])).toMatch(/^km ≤ 3:/)
  })

  it('can do with a feature that is always the same at first', () => {
    const quantizer = new splitter.StaticQuantizer({ nBins: 4, warmStart: 5 })
    const model = new SGTRegressor({ ...EAGER, featureQuantizer: quantizer })
    for (let i = 0; i < 400; i++) model.learnOne({ km: i < 50 ? 1 : (i % 2) + 1 }, i % 2 ? 9 : 1)
    expect(model.toText()).toMatch(/^km ≤ 1:/)
  })
})

describe('a stochastic gradient tree for classes', () => {
  it('tells two classes apart, whatever they are called', () => {
    for (const [no, yes] of [
      [false, true],
      ['ham', 'spam'],
    ]) {
      const model = new SGTClassifier(EAGER)
      for (const [x, y] of trips(2000)) model.learnOne(x, y > 20 ? yes : no)
      expect(model.predictOne({ km: 15, town: 'rome' })).toBe(yes)
      expect(model.predictOne({ km: 2, town: 'rome' })).toBe(no)
      expect(model.predictProbaOne({ km: 15, town: 'rome' }).get(yes)).toBeGreaterThan(0.8)
      expect(model.toText()).toMatch(/(km|town)/)
    }
  })

  it('is undecided at first, and then for the positive class, as in River', () => {
    const model = new SGTClassifier()
    expect([...model.predictProbaOne({ km: 1 }).values()]).toEqual([0.5, 0.5])
    expect(model.predictOne({ km: 1 })).toBe(true)
  })

  it('refuses a third class', () => {
    const model = new SGTClassifier()
    for (const label of ['ham', 'spam']) model.learnOne({ km: 1 }, label)
    expect(() => model.learnOne({ km: 1 }, 'eggs')).toThrow('"ham" or "spam"')
  })
})
