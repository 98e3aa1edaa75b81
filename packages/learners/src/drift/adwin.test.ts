import { random, SnapshotError, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AdaptiveWindow } from './adaptive-window.js'
import { ADWIN, type ADWINOptions } from './index.js'
import { numbers } from './recorded.test-support.js'

/** A level that jumps, with noise. */
function jump(from: number, to: number, count = 1000, seed = 1): number[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => (2 * i < count ? from : to) + rng.random())
}

function changesIn(values: readonly number[], options: Partial<ADWINOptions> = {}): number[] {
  const detector = new ADWIN(options)
  return values.flatMap((x, i) => {
    detector.update(x)
    return detector.driftDetected ? [i] : []
  })
}

const optionsOf = fc.record({
  delta: fc.constantFrom(0.002, 0.1, 0.9),
  clock: fc.integer({ min: 1, max: 40 }),
  maxBuckets: fc.integer({ min: 1, max: 7 }),
  minWindowLength: fc.integer({ min: 0, max: 12 }),
  gracePeriod: fc.integer({ min: 0, max: 60 }),
})

describe('ADWIN', () => {
  it('knows mean, sum and squared distances of what it was given', () => {
    const detector = new ADWIN()
    for (const x of [1, 2, 3, 6]) detector.update(x)
    expect(detector.width).toBe(4)
    expect(detector.total).toBe(12)
    expect(detector.estimation).toBe(3)
    expect(detector.variance).toBeCloseTo(4 + 1 + 0 + 9, 12)
    expect(new ADWIN().estimation).toBe(0)
  })

  it('holds the newest numbers, whatever it is given and however it is set', () => {
    const values = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 1, noNaN: true })),
      {
        maxLength: 300,
      },
    )
    fc.assert(
      fc.property(optionsOf, values, (options, pairs) => {
        const detector = new ADWIN(options)
        const given = pairs.map(([level, noise], i) => level * Math.floor(i / 50) + noise)
        let began = 0
        given.forEach((x, i) => {
          if (detector.driftDetected) began = i
          detector.update(x)
          expect(detector.width).toBeLessThanOrEqual(i + 1 - began)
          const held = given.slice(i + 1 - detector.width, i + 1)
          const mean = held.reduce((sum, y) => sum + y, 0) / held.length
          const spread = held.reduce((sum, y) => sum + (y - mean) ** 2, 0)
          expect(detector.estimation).toBeCloseTo(mean, 8)
          expect(detector.variance).toBeCloseTo(spread, 6)
        })
      }),
      { numRuns: 60 },
    )
  })

  it('drops the numbers before a change at once, and all of them at the next update', () => {
    const detector = new ADWIN()
    const values = jump(0, 3)
    let i = 0
    while (!detector.driftDetected) detector.update(values[i++])
    expect(detector.width).toBeLessThan(100)
    expect(detector.nDetections).toBe(1)
    detector.update(5)
    expect([detector.width, detector.total, detector.variance]).toEqual([1, 5, 0])
    expect([detector.driftDetected, detector.nDetections]).toEqual([false, 0])
  })

  it('tells whether the mean rose or fell, while it reports a change', () => {
    for (const [from, to] of [
      [0, 3],
      [3, 0],
    ]) {
      const detector = new ADWIN()
      const told = jump(from, to).map((x) => {
        detector.update(x)
        return detector.change
      })
      const changes = told.filter((change) => change !== 0)
      expect(changes).toHaveLength(1)
      expect(Math.sign(changes[0])).toBe(Math.sign(to - from))
      expect(Math.abs(changes[0])).toBeGreaterThan(0.5)
    }
  })

  it('looks for changes as its options say', () => {
    const values = jump(0, 0.6)
    const [first] = changesIn(values)
    expect(changesIn(values, { delta: 1e-9 })[0]).toBeGreaterThan(first)
    expect(changesIn(values, { clock: 1 })[0]).toBeLessThan(first)
    expect(changesIn(values, { clock: 400 })).toEqual([799])
    expect(changesIn(values, { minWindowLength: 200 })[0]).toBeGreaterThan(first)
    expect(changesIn(values, { gracePeriod: 900 })[0]).toBeGreaterThan(900)
    const coarse = new ADWIN({ maxBuckets: 1, delta: 0.2, clock: 1 })
    const fine = new ADWIN({ maxBuckets: 40, delta: 0.2, clock: 1 })
    const widths = values.map((x) => {
      coarse.update(x)
      fine.update(x)
      return coarse.width === fine.width
    })
    expect(widths).toContain(false)
  })

  it('takes a single bucket a row, where River fails', () => {
    const changes = changesIn(numbers(20_000), { maxBuckets: 1, clock: 1 })
    expect(changes.length).toBeGreaterThan(3)
  })

  it('goes on after a snapshot as if it had not been interrupted', () => {
    fc.assert(
      fc.property(optionsOf, fc.integer({ min: 0, max: 900 }), (options, cut) => {
        const values = jump(0, 1, 1000, cut)
        const detector = new ADWIN(options)
        for (const x of values.slice(0, cut)) detector.update(x)
        const bytes = snapshot.save(detector)
        const loaded = snapshot.load<ADWIN>(bytes, { learners: [ADWIN] })
        for (const x of values.slice(cut)) {
          detector.update(x)
          loaded.update(x)
        }
        expect(snapshot.save(loaded)).toEqual(snapshot.save(detector))
      }),
      { numRuns: 40 },
    )
  })

  it('keeps a million numbers in a few hundred', () => {
    const detector = new ADWIN()
    const rng = new random.Random(1)
    for (let i = 0; i < 1_000_000; i++) detector.update(rng.random())
    expect(detector.width).toBeGreaterThan(900_000)
    expect(snapshot.save(detector).length).toBeLessThan(5000)
  })

  it('refuses what is no number, and is as it was', () => {
    const detector = new ADWIN()
    detector.update(1)
    const before = snapshot.save(detector)
    expect(() => detector.update(Number.NaN)).toThrow(
      'ADWIN: a value must be a finite number, got NaN.',
    )
    expect(snapshot.save(detector)).toEqual(before)
  })
})

describe('AdaptiveWindow', () => {
  const damages: Record<string, (window: Record<string, unknown>) => void> = {
    'more rows than it has room for': (window) => {
      window['rows'] = 20
    },
    'a full row': (window) => {
      ;(window['cells'] as Float64Array)[0] = 6
    },
    'a count that is no whole number': (window) => {
      ;(window['cells'] as Float64Array)[0] = 0.5
    },
    'a width that is not that of its buckets': (window) => {
      window['width'] = 3
    },
    'no sum': (window) => {
      window['total'] = Number.NaN
    },
  }
  for (const [name, damage] of Object.entries(damages)) {
    it(`cannot be restored with ${name}`, () => {
      const window = new AdaptiveWindow()
      for (let i = 0; i < 10; i++) window.add(i)
      window.checkState()
      damage(window as unknown as Record<string, unknown>)
      expect(() => window.checkState()).toThrow(SnapshotError)
    })
  }
})
