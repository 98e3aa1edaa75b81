import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { HoeffdingTreeClassifier, splitter } from '../index.js'
import { riverNormalCdf } from './river-normal-cdf.js'

type Event = [x: { a: number; b: number }, y: string]

function events(count: number): Event[] {
  const rng = new random.Random(2)
  return Array.from({ length: count }, () => {
    const x = { a: rng.randint(0, 20), b: rng.random() }
    return [x, x.a > 7 && x.a < 15 ? 'in' : 'out']
  })
}

function grown(by: splitter.ClassSplitter): HoeffdingTreeClassifier {
  const model = new HoeffdingTreeClassifier({ splitter: by, gracePeriod: 50, delta: 0.05 })
  for (const [x, y] of events(800)) model.learnOne(x, y)
  return model
}

describe('a splitter of classes', () => {
  it('exhaustive: finds the very value at which the classes part', () => {
    expect(grown(new splitter.ExhaustiveSplitter()).toText()).toMatch(/a ≤ (7|14)\b/)
  })

  it('histogram: fewer thresholds make another tree', () => {
    const text = (nSplits: number) => grown(new splitter.HistogramSplitter({ nSplits })).toText()
    expect(text(2)).not.toBe(text(32))
    expect(grown(new splitter.HistogramSplitter({ nBins: 4 })).toText()).not.toBe(text(32))
  })

  it('goes on from a snapshot to the last bit', () => {
    for (const by of [new splitter.ExhaustiveSplitter(), new splitter.HistogramSplitter()]) {
      const model = grown(by)
      const learners = [HoeffdingTreeClassifier, by.constructor] as never
      const other = snapshot.load<HoeffdingTreeClassifier>(snapshot.save(model), { learners })
      for (const [x, y] of events(1500)) {
        expect(other.predictOne(x)).toBe(model.predictOne(x))
        for (const each of [model, other]) each.learnOne(x, y)
      }
      expect(snapshot.save(other)).toEqual(snapshot.save(model))
    }
  })

  it('tells of a single feature what it was told', () => {
    const gaussian = new splitter.GaussianSplitter()
    for (const x of [4, 5, 6]) gaussian.update(x, 'a')
    expect(gaussian.condProba(5, 'a')).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 12)
    expect(gaussian.condProba(5, 'b')).toBe(0)
    const histogram = new splitter.HistogramSplitter()
    for (const x of [1, 1, 2, 3]) histogram.update(x, true)
    histogram.update(9, true, 0.5) // less than one whole value
    expect([histogram.condProba(1, true), histogram.condProba(9, true)]).toEqual([0.25, 0.25])
    expect(new splitter.ExhaustiveSplitter().condProba(1, 'a')).toBe(0)
  })

  it('refuses a value, a weight or a label it cannot take in', () => {
    const each = new splitter.HistogramSplitter()
    expect(() => each.update(Number.NaN, 'a')).toThrow(
      'HistogramSplitter: the value must be a finite number, got NaN.',
    )
    expect(() => each.update(1, 'a', -1)).toThrow('the weight must be a finite number')
    expect(() => each.update(1, {} as never)).toThrow('must be a string')
  })
})

describe('the normal distribution with the rounding errors of C', () => {
  it('has the bits that C libraries give', () => {
    const known: [number, number][] = [
      [0, 0.5],
      [1e-10, 0.5000000000398942],
      [0.3, 0.6179114221889526],
      [-1.1, 0.13566606094638267],
      [1.5, 0.9331927987311419],
      [-2.5, 0.006209665325776159],
      [5, 0.9999997133484282],
      [9, 1],
    ]
    for (const [z, share] of known) expect(riverNormalCdf(z)).toBe(share)
  })
})
