import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Majority } from '../base/toys.test-support.js'
import { SEA } from '../datasets/synth/sea.js'
import { SnapshotError } from '../errors.js'
import { Metrics } from '../metrics/base/metrics.js'
import { Accuracy, MAE, Rand, RMSE, RollingROCAUC, Silhouette } from '../metrics/index.js'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import { Rolling } from '../utils/rolling.js'
import { Fading } from './fading.js'
import { progressiveValScore } from './progressive-validation.js'

const accuracy = (fadingFactor: number) => new Fading({ metric: new Accuracy(), fadingFactor })

/** S(i) / B(i) with S(i) = L(i) + a S(i-1) and B(i) = 1 + a B(i-1), computed directly. */
function direct(right: readonly boolean[], a: number, weights?: readonly number[]): number {
  let [sum, count] = [0, 0]
  for (let i = 0; i < right.length; i++) {
    const w = weights?.[i] ?? 1
    sum = (right[i] ? w : 0) + a * sum
    count = w + a * count
  }
  return count > 0 ? sum / count : 0
}

describe('Fading', () => {
  it('counts an update before for a share of the one after it', () => {
    const metric = accuracy(0.5)
    expect(metric.get()).toBe(0)
    metric.update('a', 'a')
    metric.update('a', 'b')
    metric.update('a', 'b')
    expect(metric.get()).toBeCloseTo(0.25 / 1.75, 14)
    expect(String(metric)).toBe('Accuracy: 14.29 %')
    expect([metric.requiresLabels, metric.biggerIsBetter]).toEqual([true, true])
  })

  it('gives what sums computed directly give, with and without weights', () => {
    const factor = fc.constantFrom(0.01, 0.5, 0.9, 0.99, 1)
    const weight = fc.constantFrom(0, 0.5, 1, 3)
    const updates = fc.array(fc.tuple(fc.boolean(), weight), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(factor, updates, fc.boolean(), (a, list, weighted) => {
        const metric = accuracy(a)
        for (const [right, w] of list) metric.update(right, true, weighted ? { w } : {})
        const rights = list.map(([right]) => right)
        const weights = weighted ? list.map(([, w]) => w) : undefined
        expect(metric.get()).toBeCloseTo(direct(rights, a, weights), 12)
      }),
    )
  })

  it('goes on for ever: weights do not overflow, and nothing that counts is lost', () => {
    for (const a of [0.5, 0.9, 0.99]) {
      const metric = accuracy(a)
      const rights: boolean[] = []
      for (let i = 0; i < 20_000; i++) {
        rights.push((i * 7) % 11 < 5 + (i % 3))
        metric.update(rights[i], true)
        if (i % 97 === 0) expect(metric.get()).toBeCloseTo(direct(rights, a), 13)
      }
    }
  })

  it('fades several metrics at once, and those of clusters', () => {
    const both = new Fading({ metric: new Metrics(new MAE(), new RMSE()), fadingFactor: 0.5 })
    for (const error of [1, 3]) both.update(0, error)
    expect(both.get()).toEqual([(0.5 + 3) / 1.5, Math.sqrt((0.5 + 9) / 1.5)])
    const centers = new Map([0, 4].map((a, i) => [i, { a }]))
    const clusters = new Fading({ metric: new Silhouette(), fadingFactor: 0.5 })
    for (const a of [1, 0]) clusters.update({ a }, 0, centers)
    expect(clusters.get()).toBeCloseTo(0.5 / (0.5 * 3 + 4), 14)
  })

  it('leaves its pattern as it was, and a clone has judged nothing', () => {
    const pattern = new Accuracy()
    const metric = new Fading({ metric: pattern, fadingFactor: 0.9 })
    metric.update('a', 'a')
    expect([pattern.get(), metric.clone().get(), metric.get()]).toEqual([0, 0, 1])
  })

  it('forgets in an evaluation what was long ago', () => {
    const events = [...new SEA({ seed: 4 }).take(400)]
    const flipped = events.map(([x, y], i) => [x, i < 200 ? y : 'new'] as const)
    const [fading, all] = [accuracy(0.95), new Accuracy()]
    progressiveValScore({ dataset: flipped, model: new Majority(), metric: fading })
    progressiveValScore({ dataset: flipped, model: new Majority(), metric: all })
    expect(fading.get()).not.toBeCloseTo(all.get(), 1)
  })

  it('goes on from a snapshot, and refuses one that is impossible', () => {
    const metric = accuracy(0.5)
    for (let i = 0; i < 100; i++) metric.update(i % 3, 0)
    const learners = [Fading, Accuracy] as never
    const loaded = load<Fading>(save(metric), { learners })
    for (const one of [metric, loaded]) for (let i = 0; i < 100; i++) one.update(i % 2, 0)
    expect(save(loaded)).toEqual(save(metric))
    for (const damage of [
      { weights: [0] },
      { weights: [NaN] },
      { weights: [1, 1] },
      { metrics: [], weights: [] },
      { metrics: [new Majority()] },
    ]) {
      const damaged = Object.assign(accuracy(0.5), damage)
      const load_ = () => load(save(damaged), { learners: [Fading, Accuracy, Majority] as never })
      expect(load_).toThrow(SnapshotError)
    }
  })

  it('refuses what cannot fade', () => {
    const build = (given: object) => () => new Fading(given as never)
    const metric = new Accuracy()
    expect(build({ metric, fadingFactor: 0 })).toThrow(
      '"fadingFactor" must be a finite number of at least 1e-9 and at most 1, got 0.',
    )
    expect(build({ metric: {}, fadingFactor: 1 })).toThrow('"metric" must have update and get')
    const odd = [
      new Rolling({ obj: metric, windowSize: 2 }),
      { update: () => {}, get: () => 0, worksWithWeights: false },
      new Metrics(metric, new RollingROCAUC({ windowSize: 5 })),
    ]
    for (const metric of odd) {
      expect(build({ metric, fadingFactor: 1 })).toThrow(
        'Fading: option "metric" must be one that takes weights',
      )
    }
    expect(build({ metric: new Rand(), fadingFactor: 1 })).toThrow(
      'Fading: option "metric" must not be one that counts pairs of events, got a Rand.',
    )
  })
})
