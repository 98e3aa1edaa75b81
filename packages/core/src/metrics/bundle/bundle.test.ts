import { describe, expect, it } from 'vitest'
import type { Label } from '../../data/labels.js'
import { CoelhoError, SnapshotError } from '../../errors.js'
import { Random } from '../../random/index.js'
import { load } from '../../snapshot/load.js'
import { save } from '../../snapshot/save.js'
import { Rolling } from '../../utils/rolling.js'
import * as metrics from '../index.js'

const { bundle, ClassificationBundle, ClusteringBundle, RegressionBundle } = metrics
const learners = [ClassificationBundle, ClusteringBundle, RegressionBundle] as never
const proba = (p: number) =>
  new Map<Label, number>([
    ['ham', 1 - p],
    ['spam', p],
  ])
const LABEL_METRICS = [
  'Recall',
  'Precision',
  'F1',
  'FBeta',
  'Accuracy',
  'BalancedAccuracy',
  'MCC',
  'GeometricMean',
  'CohenKappa',
  'Jaccard',
] as const

describe('the bundle for classification', () => {
  const make = () => bundle('classification', { posVal: 'spam', windowSize: 20 })

  it('gives what each of its metrics gives alone', () => {
    const together = make()
    const random = new Random(1)
    const posVal = 'spam'
    const alone = new Map<string, { update: (...e: never[]) => void; get(): unknown }>(
      LABEL_METRICS.map((name) => {
        const binary = /^(Recall|Precision|F1|MCC|Jaccard)$/.test(name) ? { posVal } : {}
        const given = name === 'FBeta' ? { posVal, beta: 2 } : binary
        return [name, new (Object(metrics)[name])(given)]
      }),
    )
    const scored = {
      ROCAUC: new metrics.ROCAUC({ posVal, nThresholds: 50 }),
      RollingROCAUC: new metrics.RollingROCAUC({ posVal, windowSize: 20 }),
      LogLoss: new metrics.LogLoss({ posVal }),
    }
    for (let i = 0; i < 60; i++) {
      const yTrue = random.random() < 0.4 ? 'spam' : 'ham'
      const p = random.random()
      together.update(yTrue, proba(p))
      for (const metric of alone.values()) {
        metric.update(...([yTrue, p > 0.5 ? 'spam' : 'ham'] as never[]))
      }
      for (const metric of Object.values(scored)) metric.update(yTrue, proba(p))
    }
    const numbers = together.toObject()
    for (const [name, metric] of [...alone, ...Object.entries(scored)]) {
      expect(numbers[name], name).toBe(metric.get())
    }
    expect(Object.keys(numbers)).toEqual([...LABEL_METRICS, ...Object.keys(scored)])
    expect(together.get()).toHaveLength(15)
    expect((together.at('ConfusionMatrix') as metrics.ConfusionMatrix).nSamples).toBe(60)
    expect(String(together)).toContain('accuracy')
  })

  it('takes FBeta’s beta, as many thresholds and as large a window as it is told', () => {
    const [plain, other] = [make(), bundle('classification', { beta: 0, posVal: 'spam' })]
    for (const each of [plain, other]) {
      each.update('spam', 'spam')
      each.update('ham', 'spam')
    }
    expect(plain.toObject()['FBeta']).toBeCloseTo(5 / 6, 12)
    expect(other.toObject()['FBeta']).toBe(0.5)
    expect(other.at('RollingROCAUC')).toMatchObject({ windowSize: 5000 })
    const coarse = bundle('classification', { nThresholds: 3 })
    expect((coarse.at('ROCAUC') as metrics.ROCAUC).options.nThresholds).toBe(3)
  })

  it('leaves an event without probabilities out of those that judge them', () => {
    const metric = make()
    metric.update('spam', 'ham')
    metric.update('spam', undefined)
    metric.update('spam', { label: 'spam', probabilities: 0.4 })
    metric.update('spam', { label: 'ham', probabilities: proba(0.4) })
    metric.update('spam', new Map())
    const { Accuracy, LogLoss } = metric.toObject()
    expect(Accuracy).toBe(0.2)
    expect(LogLoss).toBeCloseTo(-Math.log(0.4), 12)
  })

  it('weighs events, except in the window', () => {
    const metric = make()
    metric.update('spam', proba(0.9), { w: 3, t: 0 })
    metric.update('ham', proba(0.9))
    expect(metric.toObject()).toMatchObject({ Accuracy: 0.75, Precision: 0.75 })
  })

  it('judges nothing of an event it refuses', () => {
    const metric = make()
    metric.update('spam', proba(0.9))
    const before = save(metric)
    const refused = [
      () => metric.update('spam', proba(Number.NaN)),
      () => metric.update(true, proba(0.5)),
      () => metric.update('spam', null as never),
      () => metric.update('spam', { probabilities: 0.5 }),
      () => metric.update('spam', proba(0.5), { w: -1 }),
      () => metric.update(null as never, proba(0.5)),
    ]
    for (const refuse of refused) {
      expect(refuse).toThrow(CoelhoError)
      expect(save(metric)).toEqual(before)
    }
  })

  it('goes on from a snapshot on one matrix, and refuses one that has several', () => {
    const metric = make()
    for (const p of [0.1, 0.7, 0.8]) metric.update(p > 0.5 ? 'spam' : 'ham', proba(p))
    const loaded = load<metrics.ClassificationBundle>(save(metric), { learners })
    for (const each of [metric, loaded]) each.update('spam', proba(0.2))
    expect(loaded.toObject()).toEqual(metric.toObject())
    expect(save(loaded)).toEqual(save(metric))
    expect(save(metric.clone())).toEqual(save(make()))
    const members = Object(metric.metrics).members as Map<string, unknown>
    for (const [name, member] of [
      ['F1', new metrics.F1({ posVal: 'spam' })],
      ['LogLoss', new metrics.LogLoss()],
      ['ROCAUC', new metrics.MAE()],
      ['Extra', new metrics.Accuracy()],
    ] as const) {
      const kept = members.get(name)
      members.set(name, member)
      const bytes = save(metric)
      if (kept) members.set(name, kept)
      else members.delete(name)
      const all = [ClassificationBundle, metrics.MAE] as never
      expect(() => load(bytes, { learners: all }), name).toThrow(SnapshotError)
    }
  })
})

describe('the bundle for regression', () => {
  it('gives what each of its metrics gives alone', () => {
    const together = bundle('regression', { windowSize: 2, period: 10 })
    const rolling = new Rolling({ cls: metrics.RMSE, windowSize: 2 })
    const [mae, rmsle] = [new metrics.MAE(), new metrics.RMSLE()]
    for (const [yTrue, yPred, t] of [
      [3, 1, 0],
      [2, 5, 5],
      [4, 4, 12],
    ]) {
      together.update(yTrue, yPred, { t })
      for (const metric of [mae, rmsle, rolling]) metric.update(yTrue, yPred)
    }
    expect(together.toObject()).toMatchObject({
      MAE: mae.get(),
      RMSLE: rmsle.get(),
      RollingRMSE: rolling.get(),
      RollingMAE: 1.5,
      TimeRollingMAE: 1.5,
    })
    expect(Object.keys(together.toObject())).toHaveLength(10)
  })

  it('leaves RMSLE out where there is no logarithm, and windows of time without a time', () => {
    const metric = bundle('regression')
    metric.update(3, -5)
    expect(metric.toObject()).toMatchObject({ MAE: 8, RMSLE: 0, TimeRollingMAE: 0 })
    metric.update(3, 3, { t: new Date(0), w: 7 })
    expect(metric.toObject()).toMatchObject({ MAE: 1, RMSLE: 0, TimeRollingMAE: 0 })
  })

  it('judges nothing of an event it refuses, and goes on from a snapshot', () => {
    const metric = bundle('regression')
    metric.update(3, 2, { t: 5 })
    const before = save(metric)
    for (const refuse of [
      () => metric.update(Number.NaN, 1, { t: 6 }),
      () => metric.update(1, Infinity, { t: 6 }),
      () => metric.update(1, 1, { t: Number.NaN }),
      () => metric.update(1, 1, { t: 6, w: -1 }),
    ]) {
      expect(refuse).toThrow(CoelhoError)
      expect(save(metric)).toEqual(before)
    }
    const loaded = load<metrics.RegressionBundle>(before, { learners })
    for (const each of [metric, loaded]) each.update(9, 2, { t: 400_000 })
    expect(loaded.toObject()).toEqual(metric.toObject())
    expect(metric.toObject()['TimeRollingMAE']).toBe(7)
  })
})

describe('the bundle for clustering', () => {
  const centers = new Map([
    [0, { a: 0 }],
    [1, { a: 4 }],
  ])

  it('has Silhouette over all, over a window and over a time', () => {
    const metric = bundle('clustering', { windowSize: 2, period: 10 })
    metric.update({ a: 2 }, 0, centers, { t: 0 })
    metric.update({ a: 1 }, 0, centers, { t: 5 })
    metric.update({ a: 0 }, 0, centers, { t: 20 })
    expect(metric.toObject()).toEqual({
      Silhouette: 3 / 9,
      RollingSilhouette: 1 / 7,
      TimeRollingSilhouette: 0,
    })
    const loaded = load<metrics.ClusteringBundle>(save(metric), { learners })
    for (const each of [metric, loaded]) each.update({ a: 1 }, 0, centers, { t: 21 })
    expect(loaded.toObject()).toEqual(metric.toObject())
  })

  it('judges nothing of an event it refuses', () => {
    const metric = bundle('clustering')
    metric.update({ a: 2 }, 0, centers)
    const before = save(metric)
    expect(() => metric.update({ a: 2 }, 0, centers, { t: Number.NaN })).toThrow(CoelhoError)
    expect(() => metric.update({ a: 2 }, 0, centers, { t: 0, w: -1 })).toThrow(CoelhoError)
    expect(() => metric.update({ a: 2 }, 0, undefined as never, { t: 0 })).toThrow()
    expect(save(metric)).toEqual(before)
  })
})

it('there are no other bundles', () => {
  expect(() => bundle('ranking' as never)).toThrow(
    'bundle: option "kind" must be "classification", "regression" or "clustering", got "ranking".',
  )
  expect(() => bundle('regression', { window_size: 5 } as never)).toThrow('"windowSize" here')
})

it('writes each metric under its name, those of windows too', () => {
  const both = bundle('regression', { windowSize: 5 })
  both.update(1, 3)
  const lines = String(both).split('\n')
  const names = Object.keys(both.toObject())
  expect(names.some((name) => name.startsWith('Rolling'))).toBe(true)
  expect(lines.map((line) => line.split(': ')[0])).toEqual(names)
  expect(lines.every((line) => line.includes(': '))).toBe(true)
  const plain = new metrics.base.Metrics(new metrics.MAE(), ['mine', new metrics.MAE()])
  expect(String(plain)).toBe(
    'MAE: 0.\nmine: 0.'.replaceAll('0.', String(new metrics.MAE()).slice(5)),
  )
})
