import { compose, metrics, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { ADWIN, DummyDriftDetector } from '../drift/index.js'
import { LinearRegression, LogisticRegression } from '../linear-model/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier } from '../tree/index.js'
import { SRPClassifier, SRPRegressor } from './index.js'

type Event = [Record<string, number | string>, string]

function turning(count: number): Event[] {
  return Array.from({ length: count }, (_, i) => {
    const a = (i * 37) % 101
    const b = (i * 53) % 97
    const high = a + b > 100 === i < count / 2
    const x = { a, b, c: (i * 7) % 11, d: i % 5, shop: i % 3 ? 'north' : 'south' }
    return [x, high ? 'high' : 'low']
  })
}

const eager = (more: object = {}) =>
  new SRPClassifier({
    model: new HoeffdingTreeClassifier({ gracePeriod: 20, delta: 0.1 }),
    nModels: 3,
    lam: 2,
    driftDetector: new ADWIN({ delta: 0.05 }),
    warningDetector: new ADWIN({ delta: 0.5 }),
    seed: 7,
    ...more,
  })

describe('SRPClassifier', () => {
  it('shows each model its own features only', () => {
    const model = eager({ trainingMethod: 'subspaces', subspaceSize: 3, disableDetector: 'drift' })
    for (const [x, y] of turning(50)) model.learnOne(x, y)
    const names = model.models.map(({ schema }) => schema.names())
    expect(names.map((list) => list.length)).toEqual([3, 3, 3])
    expect(new Set(names.map(String)).size).toBe(3)
  })

  it('shows all features to each model where it only resamples', () => {
    const model = eager({ trainingMethod: 'resampling' })
    for (const [x, y] of turning(50)) model.learnOne(x, y)
    expect(model.models.map(({ schema }) => schema.size)).toEqual([5, 5, 5])
  })

  it('goes on from a snapshot as if nothing had happened, its background included', () => {
    const events = turning(1600)
    const model = eager()
    for (const [x, y] of events.slice(0, 850)) model.learnOne(x, y)
    const copy = load(snapshot.save(model)) as SRPClassifier
    for (const [x, y] of events.slice(850)) {
      expect(copy.predictProbaOne(x)).toEqual(model.predictProbaOne(x))
      model.learnOne(x, y)
      copy.learnOne(x, y)
    }
    expect(snapshot.save(copy)).toEqual(snapshot.save(model))
  })

  it('takes back the names that a prediction brought', () => {
    const model = eager({
      model: new compose.Pipeline(new StandardScaler(), new LogisticRegression()),
      trainingMethod: 'resampling',
    })
    model.learnOne({ a: 1, b: 2 }, 'low')
    model.learnOne({ a: 3, b: 2 }, 'high')
    const before = snapshot.save(model)
    model.predictOne({ a: 1, z: 9 })
    expect(snapshot.save(model)).toEqual(before)
  })

  it('refuses sizes of subspaces that mean nothing, and metrics of probabilities', () => {
    expect(() => eager({ subspaceSize: 2 })).toThrow(
      'SRPClassifier: option "subspaceSize" must be "sqrt", "rmsqrt", a share up to 1 or a ' +
        'whole number above 2, got 2.',
    )
    expect(() => eager({ metric: new metrics.ROCAUC() })).toThrow(
      'SRPClassifier: option "metric" must judge labels, not probabilities',
    )
    expect(() =>
      eager({ onlyRisingError: true, warningDetector: new DummyDriftDetector() }),
    ).toThrow('option "warningDetector" must tell which way the error went')
  })
})

describe('SRPRegressor', () => {
  const events = Array.from({ length: 900 }, (_, i): [Record<string, number>, number] => {
    const a = (i * 37) % 101
    const b = (i * 53) % 97
    return [{ a: a / 100, b: b / 100, c: (i * 7) % 11 }, (i < 450 ? a : 200 - a) / 50]
  })
  const make = (more: object = {}) =>
    new SRPRegressor({
      model: new LinearRegression(),
      nModels: 3,
      lam: 2,
      driftDetector: new ADWIN({ delta: 0.05 }),
      warningDetector: new ADWIN({ delta: 0.5 }),
      seed: 3,
      ...more,
    })

  it('watches predictions as River does, or errors where that is asked', () => {
    const river = make()
    const own = make({ driftDetectionCriteria: 'error' })
    for (const [x, y] of events) {
      river.learnOne(x, y)
      own.learnOne(x, y)
    }
    expect(own.predictOne(events[3][0])).not.toBe(river.predictOne(events[3][0]))
  })

  it('tells the mean of models that are equally good, where River tells 0', () => {
    const model = make({ disableWeightedVote: false })
    model.learnOne(events[1][0], 4)
    expect(model.predictOne(events[1][0])).toBeGreaterThan(0)
  })

  it('goes on from a snapshot as if nothing had happened', () => {
    const model = make({ aggregationMethod: 'median' })
    for (const [x, y] of events.slice(0, 500)) model.learnOne(x, y)
    const copy = load(snapshot.save(model)) as SRPRegressor
    for (const [x, y] of events.slice(500)) {
      expect(copy.predictOne(x)).toBe(model.predictOne(x))
      model.learnOne(x, y)
      copy.learnOne(x, y)
    }
    expect(snapshot.save(copy)).toEqual(snapshot.save(model))
  })
})
