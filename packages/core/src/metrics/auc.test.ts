import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import { ROCAUC } from './auc/roc-auc.js'
import { RollingPRAUC } from './auc/rolling-pr-auc.js'
import { RollingROCAUC } from './auc/rolling-roc-auc.js'

type Scored = readonly [yTrue: boolean, score: number]

const score = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.constant(-0),
)
const scores: fc.Arbitrary<Scored[]> = fc.array(fc.tuple(fc.boolean(), score), { maxLength: 200 })
const learners = [RollingROCAUC, RollingPRAUC] as never

/** Pair by pair. River: of the positives with the score of a negative, half count, rounded down. */
function rocFromScratch(window: readonly Scored[]): number {
  const positives = window.filter(([y]) => y).map(([, s]) => s)
  const negatives = window.filter(([y]) => !y).map(([, s]) => s)
  if (positives.length === 0 || negatives.length === 0) return 0
  let won = 0
  for (const n of negatives) {
    won += positives.filter((p) => p > n).length
    won += Math.floor(positives.filter((p) => p === n).length / 2)
  }
  return won / (positives.length * negatives.length)
}

/** Threshold by threshold. */
function prFromScratch(window: readonly Scored[]): number {
  const total = window.filter(([y]) => y).length
  if (total === 0 || total === window.length) return 0
  const thresholds = [...new Set(window.map(([, s]) => s + 0))].sort((a, b) => a - b)
  const curve: [recall: number, precision: number][] = []
  for (const threshold of thresholds) {
    const taken = window.filter(([, s]) => s >= threshold)
    const right = taken.filter(([y]) => y).length
    curve.push([right / total, Math.max(curve.at(-1)?.[1] ?? 0, right / taken.length)])
  }
  curve.push([0, 1])
  let area = 0
  for (let i = 1; i < curve.length; i++) {
    area += ((curve[i - 1][0] - curve[i][0]) * (curve[i - 1][1] + curve[i][1])) / 2
  }
  return area
}

describe.each([
  ['RollingROCAUC', RollingROCAUC, rocFromScratch],
  ['RollingPRAUC', RollingPRAUC, prFromScratch],
] as const)('%s', (name, cls, fromScratch) => {
  const sizes = fc.constantFrom(1, 2, 3, 10, 60, 500)

  it('is what one computes anew over the window, whenever it is asked for', () => {
    const asked = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 200, maxLength: 200 })
    const law = fc.property(scores, sizes, asked, fc.nat(9), (events, windowSize, dice, often) => {
      const metric = new cls({ windowSize })
      events.forEach(([y, s], i) => {
        metric.update(y, s)
        if (dice[i] > often) return
        const window = events.slice(Math.max(0, i + 1 - windowSize), i + 1)
        expect(metric.get()).toBeCloseTo(fromScratch(window), 12)
        expect(metric.length).toBe(window.length)
      })
    })
    fc.assert(law)
  })

  it('loses the oldest prediction of its kind to revert, and none if there is none', () => {
    const law = fc.property(scores, scores, sizes, (events, reverted, windowSize) => {
      const metric = new cls({ windowSize })
      let window: Scored[] = []
      events.forEach(([y, s], i) => {
        metric.update(y, s)
        window = [...window, [y, s] as const].slice(-windowSize)
        if (i >= reverted.length) return
        const [other, at] = reverted[i]
        metric.revert(other, at)
        const place = window.findIndex(([z, t]) => z === other && t === at)
        window = window.filter((_, k) => k !== place)
        if (i % 3 === 0) expect(metric.get()).toBeCloseTo(fromScratch(window), 12)
      })
      expect(metric.get()).toBeCloseTo(fromScratch(window), 12)
    })
    fc.assert(law)
  })

  it('goes on after saving and loading, and takes many as one by one', () => {
    const law = fc.property(scores, scores, sizes, (first, second, windowSize) => {
      const metric = new cls({ windowSize })
      const yTrue = (list: readonly Scored[]) => list.map(([y]) => y)
      const yPred = (list: readonly Scored[]) => Float64Array.from(list, ([, s]) => s)
      metric.updateMany(yTrue(first), yPred(first))
      const loaded = load<typeof metric>(save(metric), { learners })
      expect(loaded.get()).toBe(metric.get())
      for (const [y, s] of second) metric.update(y, s)
      loaded.updateMany(yTrue(second), yPred(second))
      expect(save(loaded)).toEqual(save(metric))
      expect(loaded.get()).toBe(metric.get())
    })
    fc.assert(law, { numRuns: 50 })
  })

  it('takes no weights', () => {
    const metric = new cls()
    const text = `${name}: option "w" must be 1: predictions in the window all count alike, got 2.`
    expect(() => metric.update(true, 1, { w: 2 })).toThrow(text)
    expect(() => metric.updateMany([true], [1], { w: 2 })).toThrow(text)
    metric.update(true, 1, { w: 1 })
    expect(metric.length).toBe(1)
  })
})

describe('ROCAUC', () => {
  /** As it is defined: a matrix for each threshold. */
  function fromScratch(events: readonly Scored[], nThresholds: number): number {
    const points = Array.from({ length: nThresholds }, (_, i) => {
      const shift = (i === nThresholds - 1 ? 1e-7 : 0) - (i === 0 ? 1e-7 : 0)
      const threshold = i / (nThresholds - 1) + shift
      const rate = (of: boolean) => {
        const all = events.filter(([y]) => y === of)
        return all.length === 0 ? 0 : all.filter(([, s]) => s > threshold).length / all.length
      }
      return [rate(false), rate(true)]
    })
    let area = 0
    for (let i = 1; i < points.length; i++) {
      area += ((points[i - 1][0] - points[i][0]) * (points[i - 1][1] + points[i][1])) / 2
    }
    return area
  }

  it('is the area under its thresholds, also for scores on them and outside', () => {
    const count = fc.constantFrom(2, 3, 7, 10, 50, 333)
    const law = fc.property(scores, count, fc.boolean(), (events, nThresholds, onThem) => {
      const metric = new ROCAUC({ nThresholds })
      const moved = events.map(([y, s]): Scored => {
        return [y, onThem ? Math.round(s * (nThresholds - 1)) / (nThresholds - 1) : s]
      })
      for (const [y, s] of moved) metric.update(y, s)
      expect(metric.get()).toBeCloseTo(fromScratch(moved, nThresholds), 12)
    })
    fc.assert(law)
  })

  it('is merged only with one of the same thresholds and class', () => {
    const other = new ROCAUC({ nThresholds: 5 })
    const text = 'ROCAUC: what is merged must have the same nThresholds and posVal, got a'
    expect(() => new ROCAUC().merge(other)).toThrow(text)
    expect(() => new ROCAUC({ nThresholds: 1 })).toThrow('"nThresholds" must be an integer of at')
    expect(String(other)).toBe('ROCAUC: 0.00 %')
  })
})
