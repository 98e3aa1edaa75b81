import { describe, expect, it } from 'vitest'
import { Majority } from '../base/toys.test-support.js'
import { Pipeline } from '../compose/pipeline.js'
import { Accuracy } from '../metrics/accuracy.js'
import { Metrics } from '../metrics/base/metrics.js'
import { bundle, ConfusionMatrix, CrossEntropy, F1, LogLoss, MAE, R2 } from '../metrics/index.js'
import { Silhouette } from '../metrics/silhouette/silhouette.js'
import { Rolling } from '../utils/rolling.js'
import type { AnyMetric } from './subject.js'
import { Subject } from './subject.js'
import { MeanTarget } from './toys.test-support.js'

const regressor = () => new MeanTarget()
const classifier = () => new Majority()

describe('a metric that means nothing for a model', () => {
  it.each<[string, AnyMetric]>([
    ['Accuracy', new Accuracy()],
    ['F1', new F1()],
    ['LogLoss', new LogLoss()],
    ['CrossEntropy', new CrossEntropy()],
    ['ConfusionMatrix', new ConfusionMatrix()],
    ['Silhouette', new Silhouette()],
    ['a window', new Rolling({ obj: new Accuracy(), windowSize: 5 })],
    ['one of several', new Metrics(new MAE(), new Accuracy())],
    ['a bundle', bundle('classification')],
  ])('is refused of a regressor: %s', (_, metric) => {
    const told = /"metric" must be one for a regressor such as MeanTarget, got/
    expect(() => new Subject(regressor(), metric)).toThrow(told)
    expect(() => new Subject(new Pipeline(regressor()), metric)).toThrow(/such as MeanTarget/)
  })

  it.each<[string, AnyMetric]>([
    ['MAE', new MAE()],
    ['R2', new R2()],
    ['Silhouette', new Silhouette()],
    ['a window', new Rolling({ obj: new MAE(), windowSize: 5 })],
    ['a bundle', bundle('regression')],
  ])('is refused of a classifier: %s', (_, metric) => {
    const told = /"metric" must be one for a classifier such as Majority, got/
    expect(() => new Subject(classifier(), metric)).toThrow(told)
  })
})

describe('a metric that fits', () => {
  it('is taken, also one of a user that tells nothing of itself', () => {
    const own: AnyMetric = { update: () => {}, get: () => 0 }
    for (const metric of [new MAE(), bundle('regression'), own]) new Subject(regressor(), metric)
    for (const metric of [new F1(), bundle('classification'), own]) {
      expect(new Subject(classifier(), metric).metric).toBe(metric)
    }
  })

  it('is asked whether it works with a model where it can say so', () => {
    const picky = { update: () => {}, get: () => 0, worksWith: (model: unknown) => model === null }
    expect(() => new Subject(regressor(), picky)).toThrow(/must be one for a regressor/)
  })
})
