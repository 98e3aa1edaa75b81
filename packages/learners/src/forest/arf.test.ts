import { datasets, Frame, type Label, metrics, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { ADWIN, DummyDriftDetector, NoDrift, PageHinkley } from '../drift/index.js'
import { ARFClassifier, type ARFClassifierOptions, ARFRegressor } from './index.js'

type Event = [Record<string, number | string>, Label]

/** A stream whose classes change places half way. */
function turning(count: number): Event[] {
  return Array.from({ length: count }, (_, i) => {
    const a = (i * 37) % 101
    const b = (i * 53) % 97
    const high = a + b > 100 === i < count / 2
    return [{ a, b, c: (i * 7) % 11, shop: i % 3 ? 'north' : 'south' }, high ? 'high' : 'low']
  })
}

function eager(more: Partial<ARFClassifierOptions> = {}): ARFClassifier {
  return new ARFClassifier({
    nModels: 3,
    gracePeriod: 20,
    driftDetector: new ADWIN({ delta: 0.05 }),
    warningDetector: new ADWIN({ delta: 0.5 }),
    seed: 7,
    ...more,
  })
}

function learn(model: ARFClassifier, events: readonly Event[]): void {
  for (const [x, y] of events) model.learnOne(x, y)
}

describe('ARFClassifier', () => {
  it('replaces its trees when the classes change places', () => {
    const model = eager()
    const events = turning(2000)
    learn(model, events.slice(0, 1000))
    const before = model.nDriftsDetected()
    learn(model, events.slice(1000))
    expect(model.nDriftsDetected()).toBeGreaterThanOrEqual(before + 3)
    expect(model.nDriftsDetected()).toBe(
      [0, 1, 2].reduce((n, i) => n + model.nDriftsDetected(i), 0),
    )
    const right = events.slice(1800).filter(([x, y]) => model.predictOne(x) === y).length
    expect(right).toBeGreaterThan(170)
  })

  it('predicts and learns in one pass as it does one by one', () => {
    const events = turning(900)
    const one = eager()
    const predicted = events.map(([x, y]) => {
      const label = one.predictOne(x)
      one.learnOne(x, y)
      return label
    })
    const many = eager()
    const frame = Frame.fromRows(events.map(([x]) => x))
    expect(
      many.predictThenLearnMany(
        frame,
        events.map(([, y]) => y),
      ),
    ).toEqual(predicted)
    expect(snapshot.save(many).length).toBe(snapshot.save(one).length)
    expect(many.summary).toEqual(one.summary)
  })

  it('goes on from a snapshot as if nothing had happened, trees in the background included', () => {
    const events = turning(2400)
    const model = eager()
    let at = 0
    while (model.summary.nBackground === 0) learn(model, [events[at++]])
    const copy = load(snapshot.save(model)) as ARFClassifier
    const other = snapshot.copy(model)
    for (const [x, y] of events.slice(at)) {
      expect(copy.predictProbaOne(x)).toEqual(model.predictProbaOne(x))
      for (const each of [model, copy, other]) each.learnOne(x, y)
    }
    expect(model.nDriftsDetected()).toBeGreaterThan(0)
    expect(copy.summary).toEqual(model.summary)
    expect(other.summary).toEqual(model.summary)
  })

  it('says both at once what it says one by one, also of a class that no tree has learned', () => {
    const model = eager({ lambdaValue: 0.2, seed: 3 })
    let alone = 0
    for (const [i, [x]] of turning(60).entries()) {
      model.learnOne(x, `class ${i % 12}`)
      const probabilities = model.predictProbaOne(x)
      expect(model.judgeOne(x)).toEqual({ prediction: model.predictOne(x), probabilities })
      if (probabilities.size < model.labels.size) alone++
    }
    expect(alone).toBeGreaterThan(20)
  })

  it('has trees that look at different features', () => {
    const model = eager({ maxFeatures: 1 })
    learn(model, turning(600))
    const roots = model.models.map((tree) => tree.toDot().split('\n')[2])
    expect(new Set(roots).size).toBeGreaterThan(1)
  })

  it('splits by any feature where leaves look at all of them', () => {
    const few = eager({ maxFeatures: 1 })
    const all = eager({ maxFeatures: null })
    learn(few, turning(400))
    learn(all, turning(400))
    expect(few.toText()).not.toBe(all.toText())
  })

  it('counts only a rising error if it is told to', () => {
    // The error of a forest that learns a stationary stream falls.
    const stream = new datasets.synth.RandomRBF({ seedModel: 42, seedSample: 42, nClasses: 3 })
    const events = [...stream.take(2500)] as unknown as Event[]
    const river = new ARFClassifier({ nModels: 3, seed: 1 })
    const rising = new ARFClassifier({ nModels: 3, seed: 1, onlyRisingError: true })
    learn(river, events)
    learn(rising, events)
    expect(river.nDriftsDetected()).toBeGreaterThan(0)
    expect(rising.nDriftsDetected()).toBeLessThan(river.nDriftsDetected())
    const right = (model: ARFClassifier) =>
      events.slice(2000).filter(([x, y]) => model.predictOne(x) === y).length
    expect(right(rising)).toBeGreaterThan(right(river))
  })

  it('refuses detectors that do not tell which way the error went', () => {
    expect(() => eager({ onlyRisingError: true, driftDetector: new DummyDriftDetector() })).toThrow(
      'ARFClassifier: option "driftDetector" must tell which way the error went, as ADWIN does ' +
        '(onlyRisingError)',
    )
    expect(() => eager({ onlyRisingError: true, driftDetector: new NoDrift() })).not.toThrow()
  })

  it('refuses labels that its metric cannot judge, and has not changed', () => {
    const model = eager({ metric: new metrics.ROCAUC() })
    const frame = Frame.fromRows([{ a: 1 }, { a: 2 }])
    expect(() => model.learnOne({ a: 1 }, 'fraud')).toThrow('ROCAUC')
    expect(() => model.learnMany(frame, [true, 'fraud'])).toThrow('ROCAUC')
    expect(model.summary.nNodes).toBe(0)
    expect(model.predictProbaOne({ a: 1 })).toEqual(new Map())
  })

  it('lets the vote of a tree count by what the metric says of its probabilities', () => {
    const events = turning(400).map(([x, y]): Event => [x, y === 'high'])
    const byArea = eager({ metric: new metrics.ROCAUC() })
    const alike = eager({ metric: new metrics.ROCAUC(), disableWeightedVote: true })
    learn(byArea, events)
    learn(alike, events)
    const [x] = events[5]
    const share = (model: ARFClassifier) => model.predictProbaOne(x).get(true)
    expect(share(byArea)).toBeGreaterThan(0)
    expect(share(byArea)).not.toBe(share(alike))
  })

  it('tells what it looks like', () => {
    const model = eager()
    learn(model, turning(500))
    const { summary } = model
    expect(summary.nModels).toBe(3)
    expect(summary.nNodes).toBe(model.models.reduce((sum, { nNodes }) => sum + nNodes, 0))
    expect(summary.height).toBe(Math.max(...model.models.map(({ height }) => height)))
    expect(summary.bytes).toBeGreaterThan(1000)
    expect(summary.nWarningsDetected).toBe(model.nWarningsDetected())
    expect(model.toText()).toMatch(/^tree 0\n/)
    expect(model.toDot(2)).toContain('digraph tree')
    expect(() => model.toDot(3)).toThrow('there is a tree for each number below 3')
  })

  it('learns weights as repetitions of what is drawn', () => {
    const model = eager()
    model.learnOne({ a: 1 }, 'x', { w: 0.5 })
    const plain = eager()
    plain.learnOne({ a: 1 }, 'x')
    const seen = (forest: ARFClassifier) =>
      forest.models.map(({ summary }) => summary.totalObservedWeight)
    expect(seen(model)).toEqual(seen(plain).map((weight) => weight / 2))
  })
})

describe('ARFRegressor', () => {
  const events = Array.from({ length: 1200 }, (_, i): [Record<string, number>, number] => {
    const a = (i * 37) % 101
    const b = (i * 53) % 97
    return [{ a, b, c: (i * 7) % 11 }, (i < 600 ? a : 200 - a) + b / 50]
  })
  const make = (more: object = {}) =>
    new ARFRegressor({
      nModels: 4,
      gracePeriod: 20,
      driftDetector: new ADWIN({ delta: 0.05 }),
      warningDetector: new ADWIN({ delta: 0.5 }),
      seed: 3,
      ...more,
    })

  it('follows a change of what it learns', () => {
    const model = make({ leafPrediction: 'mean' })
    for (const [x, y] of events) model.learnOne(x, y)
    expect(model.nDriftsDetected()).toBeGreaterThan(0)
    const errors = events.slice(1100).map(([x, y]) => Math.abs(model.predictOne(x) - y))
    expect(errors.reduce((sum, e) => sum + e) / errors.length).toBeLessThan(15)
  })

  it('goes on from a snapshot as if nothing had happened', () => {
    const model = make()
    let at = 0
    while (model.summary.nBackground === 0) model.learnOne(...events[at++])
    const copy = load(snapshot.save(model)) as ARFRegressor
    for (const [x, y] of events.slice(at)) {
      expect(copy.predictOne(x)).toBe(model.predictOne(x))
      model.learnOne(x, y)
      copy.learnOne(x, y)
    }
    expect(copy.summary).toEqual(model.summary)
  })

  it('gives its trees the weight that a branch must have', () => {
    const fine = make({ minSamplesSplit: 1 })
    const coarse = make({ minSamplesSplit: 40 })
    for (const [x, y] of events.slice(0, 500)) {
      fine.learnOne(x, y)
      coarse.learnOne(x, y)
    }
    expect(coarse.summary.nNodes).toBeLessThan(fine.summary.nNodes)
  })

  it('tells the median, or the mean', () => {
    const median = make({ driftDetector: new PageHinkley({ threshold: 1e9 }) })
    const mean = make({
      driftDetector: new PageHinkley({ threshold: 1e9 }),
      aggregationMethod: 'mean',
    })
    for (const [x, y] of events.slice(0, 300)) {
      median.learnOne(x, y)
      mean.learnOne(x, y)
    }
    expect(median.predictOne(events[7][0])).not.toBe(mean.predictOne(events[7][0]))
    expect(mean.summary).toEqual(median.summary)
  })
})
