import { describe, expect, it } from 'vitest'
import * as metrics from './index.js'

// a is recognised 3 times of 4 and named 4 times, b 1 of 2 and 1, c 2 of 2 and 3.
const yTrue = ['a', 'a', 'a', 'a', 'b', 'b', 'c', 'c']
const yPred = ['a', 'a', 'a', 'c', 'b', 'a', 'c', 'c']

function judged(metric: { updateMany(y: string[], p: string[]): void; get(): unknown }) {
  metric.updateMany(yTrue, yPred)
  return metric.get()
}

describe('over three classes', () => {
  it.each([
    ['MacroPrecision', new metrics.MacroPrecision(), (3 / 4 + 1 / 1 + 2 / 3) / 3],
    ['MacroRecall', new metrics.MacroRecall(), (3 / 4 + 1 / 2 + 2 / 2) / 3],
    ['MacroF1', new metrics.MacroF1(), (3 / 4 + 2 / 3 + 4 / 5) / 3],
    ['MacroJaccard', new metrics.MacroJaccard(), (3 / 5 + 1 / 2 + 2 / 3) / 3],
    ['MicroJaccard', new metrics.MicroJaccard(), 6 / 10],
    ['WeightedPrecision', new metrics.WeightedPrecision(), (4 * 0.75 + 2 * 1 + 4 / 3) / 8],
    ['WeightedRecall', new metrics.WeightedRecall(), 6 / 8],
    ['WeightedF1', new metrics.WeightedF1(), (4 * 0.75 + 4 / 3 + 8 / 5) / 8],
    ['WeightedJaccard', new metrics.WeightedJaccard(), (4 * 0.6 + 1 + 4 / 3) / 8],
    ['BalancedAccuracy', new metrics.BalancedAccuracy(), 0.75],
    ['GeometricMean', new metrics.GeometricMean(), (0.75 * 0.5) ** (1 / 3)],
    ['CohenKappa', new metrics.CohenKappa(), (0.75 - 24 / 64) / (1 - 24 / 64)],
    ['Precision of c', new metrics.Precision({ posVal: 'c' }), 2 / 3],
    ['MCC of b', new metrics.MCC({ posVal: 'b' }), 6 / Math.sqrt(1 * 2 * 7 * 6)],
  ])('%s is what a calculation by hand gives', (_, metric, expected) => {
    expect(judged(metric)).toBeCloseTo(expected, 12)
  })

  it('beta moves F-beta from precision to recall', () => {
    const of = (beta: number) => judged(new metrics.MacroFBeta({ beta }))
    expect(of(0)).toBeCloseTo((3 / 4 + 1 + 2 / 3) / 3, 12)
    expect(of(1e9)).toBeCloseTo(0.75, 12)
    expect(judged(new metrics.FBeta({ beta: 0, posVal: 'c' }))).toBeCloseTo(2 / 3, 12)
    expect(judged(new metrics.WeightedFBeta({ beta: 1e9 }))).toBeCloseTo(0.75, 12)
    expect(() => new metrics.FBeta({ beta: -1 })).toThrow('must be a finite number of at least 0')
    expect(() => new metrics.FBeta({})).toThrow('FBeta: option "beta" is required')
  })

  it('MultiFBeta has a beta and a weight for each class, and refuses one without', () => {
    const metric = new metrics.MultiFBeta({
      betas: { a: 0, b: 1, c: 1 },
      weights: new Map([
        ['a', 1],
        ['b', 3],
        ['c', 0],
      ]),
    })
    expect(judged(metric)).toBeCloseTo((0.75 + 3 * (2 / 3)) / 4, 12)
    expect(() => metric.update('a', 'd')).toThrow(
      'MultiFBeta: the label must be one that option "betas" names, got "d".',
    )
    expect(metric.cm.nSamples).toBe(8)
    metric.cm.update('d', 'd')
    expect(() => metric.get()).toThrow('that option "betas" names, got "d"')
    expect(() => new metrics.MultiFBeta({ betas: { a: -1 } })).toThrow('option "betas" must hold')
  })

  it('River: true stands for 1 where labels are 0 and 1', () => {
    const metric = new metrics.Recall()
    metric.updateMany([1, 1, 0], [1, 0, 0])
    expect(metric.get()).toBe(0.5)
    expect(new metrics.Recall({ posVal: 'x' }).get()).toBe(0)
  })

  it('a metric says whether it stands better than another', () => {
    const [one, other] = [new metrics.Accuracy(), new metrics.Accuracy()]
    one.update('a', 'a')
    other.update('a', 'b')
    expect(one.isBetterThan(other)).toBe(true)
    expect(other.isBetterThan(one)).toBe(false)
    expect(one.isBetterThan(new metrics.ClassificationReport())).toBe(false)
    expect(() => new metrics.ConfusionMatrix().biggerIsBetter).toThrow('is a table')
  })
})

describe('a clustering', () => {
  const all = { ...metrics }
  const names = ['Rand', 'AdjustedRand', 'FowlkesMallows', 'MutualInfo', 'VBeta'] as const

  it.each(names)('%s does not depend on what clusters are called, or on which is true', (name) => {
    const [one, other] = [new all[name](), new all[name]()]
    one.updateMany(yTrue, yPred)
    other.updateMany(
      yPred,
      yTrue.map((label) => `cluster ${label}`),
    )
    expect(other.get()).toBeCloseTo(one.get(), 12)
  })

  it.each([...names, 'AdjustedMutualInfo', 'NormalizedMutualInfo', 'Homogeneity'] as const)(
    '%s counts a weight of 2 as two events',
    (name) => {
      const [one, other] = [new all[name](), new all[name]()]
      one.updateMany(yTrue, yPred, { w: yTrue.map((_, i) => 1 + (i % 3)) })
      yTrue.forEach((label, i) => {
        for (let n = 0; n < 1 + (i % 3); n++) other.update(label, yPred[i])
      })
      expect(other.get()).toBeCloseTo(one.get(), 12)
    },
  )

  it('AdjustedMutualInfo refuses weights that are not whole, also those of a shared matrix', () => {
    const metric = new metrics.AdjustedMutualInfo()
    expect(() => metric.update('a', 'b', { w: 0.5 })).toThrow('asks for whole weights, got 0.5')
    expect(() => metric.updateMany(['a'], ['b'], { w: [0.5] })).toThrow('asks for whole weights')
    metric.updateMany(yTrue, yPred)
    metric.cm.update('a', 'b', { w: 0.5 })
    expect(() => metric.get()).toThrow('asks for whole weights')
  })

  it('averageMethod and beta change what is divided by', () => {
    const of = (averageMethod: 'min' | 'max' | 'geometric' | 'arithmetic') =>
      judged(new metrics.NormalizedMutualInfo({ averageMethod })) as number
    expect(of('min')).toBeGreaterThan(of('geometric'))
    expect(of('arithmetic')).toBeGreaterThan(of('max'))
    const adjusted = judged(new metrics.AdjustedMutualInfo({ averageMethod: 'max' })) as number
    expect(adjusted).toBeLessThan(of('max'))
    expect(() => new metrics.AdjustedMutualInfo({ averageMethod: 'mode' as never })).toThrow(
      'must be one of "min", "max", "geometric", "arithmetic"',
    )
    expect(judged(new metrics.VBeta({ beta: 0 }))).toBe(judged(new metrics.Homogeneity()))
  })
})
