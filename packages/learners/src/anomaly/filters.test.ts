import { compose, Frame } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LinearRegression } from '../linear-model/index.js'
import { MinMaxScaler } from '../preprocessing/index.js'
import { GaussianScorer, HalfSpaceTrees, QuantileFilter, ThresholdFilter } from './index.js'

const scorer = () => new GaussianScorer({ gracePeriod: 3 })
const targets = [9, 10, 11, 9, 10, 11]

describe('ThresholdFilter', () => {
  it('keeps anomalies from its detector', () => {
    const filter = new ThresholdFilter({ anomalyDetector: scorer(), threshold: 0.99 })
    for (const y of targets) filter.learnOne({}, y)
    const before = filter.scoreOne({}, 12)
    filter.learnOne({}, 1000)
    expect(filter.classify(filter.scoreOne({}, 1000))).toBe(true)
    expect(filter.scoreOne({}, 12)).toBe(before)
    filter.learnOne({}, 10.5)
    expect(filter.scoreOne({}, 12)).not.toBe(before)
  })

  it('counts a score of just the threshold as an anomaly', () => {
    const filter = new ThresholdFilter({ anomalyDetector: scorer(), threshold: 0.5 })
    expect([filter.classify(0.5), filter.classify(0.499)]).toEqual([true, false])
  })

  it('stops an anomaly in a pipeline before it reaches the model', () => {
    const anomalyDetector = scorer()
    const filter = new ThresholdFilter({ anomalyDetector, threshold: 0.999 })
    const [guarded, plain] = [new LinearRegression(), new LinearRegression()]
    const model = new compose.Pipeline(filter, guarded)
    for (const y of targets) {
      model.learnOne({ x: y / 10 }, y)
      plain.learnOne({ x: y / 10 }, y)
    }
    model.learnOne({ x: 1 }, 1e6)
    expect(model.predictOne({ x: 1 })).toBe(plain.predictOne({ x: 1 }))
  })

  it('teaches nothing to a detector that is not protected, as in River', () => {
    const anomalyDetector = scorer()
    const options = { anomalyDetector, threshold: 0.9, protectAnomalyDetector: false }
    const filter = new ThresholdFilter(options)
    for (const y of targets) filter.learnOne({}, y)
    expect(filter.scoreOne({}, 50)).toBe(0)
  })

  it('is scored without a target where its detector needs none', () => {
    const anomalyDetector = new compose.Pipeline(
      new MinMaxScaler(),
      new HalfSpaceTrees({ nTrees: 3, windowSize: 4, seed: 1 }),
    )
    const filter = new ThresholdFilter({ anomalyDetector, threshold: 2 })
    const frame = Frame.fromColumns({ x: [1, 2, 3, 4, 5, 6] })
    filter.learnMany(frame)
    expect([...filter.scoreMany(frame)]).toEqual(
      [1, 2, 3, 4, 5, 6].map((x) => filter.scoreOne({ x })),
    )
    expect(filter.supervised).toBe(false)
  })

  it('refuses what is no detector, and a target that is missing', () => {
    const wrong = new LinearRegression() as never
    expect(() => new ThresholdFilter({ anomalyDetector: wrong, threshold: 1 })).toThrow(
      'option "anomalyDetector" must be an anomaly detector, or a pipeline that ends with one',
    )
    const filter = new ThresholdFilter({ anomalyDetector: scorer(), threshold: 1 })
    expect(() => filter.learnOne({ a: 1 })).toThrow('must be a finite number, got undefined')
    expect(() => filter.learnMany(Frame.fromRows([{ a: 1 }]))).toThrow('need as many targets')
  })
})

describe('QuantileFilter', () => {
  it('takes for anomalies what reaches a quantile of the scores so far', () => {
    const filter = new QuantileFilter({ anomalyDetector: scorer(), q: 0.9 })
    expect(filter.classify(1e9)).toBe(false)
    for (const y of [...targets, ...targets]) filter.learnOne({}, y)
    expect(filter.q).toBe(0.9)
    expect(filter.classify(filter.scoreOne({}, 30))).toBe(true)
    expect(filter.classify(filter.scoreOne({}, 10.1))).toBe(false)
  })

  it('takes nothing for an anomaly while the quantile is 0', () => {
    const filter = new QuantileFilter({ anomalyDetector: scorer(), q: 0.5 })
    for (const y of [1, 2, 3]) filter.learnOne({}, y)
    expect(filter.classify(1)).toBe(false)
  })

  it('teaches anomalies to a detector that is not protected', () => {
    const score = (protectAnomalyDetector: boolean) => {
      const filter = new QuantileFilter({
        anomalyDetector: scorer(),
        q: 0.8,
        protectAnomalyDetector,
      })
      for (const y of [...targets, ...targets, 500]) filter.learnOne({}, y)
      return filter.scoreOne({}, 14)
    }
    expect(score(true)).toBeGreaterThan(0.9)
    expect(score(false)).toBeLessThan(0.5)
  })
})
