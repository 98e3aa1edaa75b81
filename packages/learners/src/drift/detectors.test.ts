import { random, SnapshotError, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binary, type Detector, DummyDriftDetector, KSWIN, NoDrift, PageHinkley } from './index.js'
import { kolmogorovTail } from './ks-tail.js'
import { RankedWindow } from './ranked-window.js'
import { bits, numbers } from './recorded.test-support.js'

type Told = { readonly driftDetected: boolean; readonly change: number }

/** What a detector tells of each value: the place, and the way, of each change. */
function changesOf(detector: Detector, values: readonly number[]): [at: number, way: number][] {
  return values.flatMap((x, at): [number, number][] => {
    detector.update(x as never)
    const { driftDetected, change } = detector as Detector & Told
    expect(change !== 0).toBe(driftDetected)
    return driftDetected ? [[at, Math.sign(change)]] : []
  })
}

const step = (from: number, to: number, count = 600): number[] => {
  const rng = new random.Random(3)
  return Array.from({ length: count }, (_, i) => {
    const level = 2 * i < count ? from : to
    return level + rng.random() / 4
  })
}
const errors = (from: number, to: number, count = 2000): number[] => {
  const rng = new random.Random(3)
  return Array.from({ length: count }, (_, i) => Number(rng.random() < (2 * i < count ? from : to)))
}

describe('PageHinkley', () => {
  it('adds up deviations from the mean until they pass the threshold', () => {
    const detector = new PageHinkley({ minInstances: 1, delta: 0, threshold: 1, alpha: 1 })
    detector.update(0) // mean 0, deviation 0
    detector.update(1) // mean 1/2, deviation 1/2
    detector.update(1) // mean 2/3, deviation 1/3: 5/6
    expect(detector.driftDetected).toBe(false)
    detector.update(1) // mean 3/4, deviation 1/4: 13/12
    expect(detector.driftDetected).toBe(true)
  })

  it('reports the changes it is asked for, and which way they went', () => {
    const options = { threshold: 5 }
    const values = [...step(0, 1), ...step(0, 0)]
    const both = changesOf(new PageHinkley(options), values)
    expect(both.map(([, way]) => way)).toEqual([1, -1])
    const up = changesOf(new PageHinkley({ ...options, mode: 'up' }), values)
    expect(up.map(([, way]) => way)).toEqual([1])
    const down = changesOf(new PageHinkley({ ...options, mode: 'down' }), values)
    expect(down.map(([, way]) => way)).toEqual([-1])
  })

  it('heeds each of its options', () => {
    const values = step(0, 1)
    const first = (options: object) => changesOf(new PageHinkley(options), values)[0]?.[0]
    const plain = first({ threshold: 5 })
    expect(first({ threshold: 20 })).toBeGreaterThan(plain)
    expect(first({ threshold: 5, delta: 0.3 })).toBeGreaterThan(plain)
    expect(first({ threshold: 5, minInstances: 500 })).toBe(499)
    expect(first({ threshold: 5, alpha: 0.5 })).toBeUndefined()
  })
})

describe('KSWIN', () => {
  it('gives the exact probability that two samples differ by so much', () => {
    // Of the 6 orders of 2 + 2 numbers, 2 have the samples apart: distance 1.
    expect(kolmogorovTail(2, 2)).toBeCloseTo(1 / 3, 14)
    expect(kolmogorovTail(2, 1)).toBe(1)
    expect(kolmogorovTail(30, 0)).toBe(1)
    expect(kolmogorovTail(30, 12)).toBeCloseTo(0.015643390496754332, 14) // SciPy's
  })

  it('finds the largest distance of two samples in a sorted window, ties included', () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 30, maxLength: 90 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 10 }), fc.nat(), (given, k, seed) => {
        const window = new RankedWindow(20)
        for (const x of given) window.push(x)
        window.draw(new random.Random(seed), k)
        const last = given.slice(-20)
        const drawn = new random.Random(seed).sample(last.slice(0, 20 - k), k)
        const below = (list: number[], x: number) => list.filter((y) => y <= x).length
        const apart = last.map((x) => below(drawn, x) - below(last.slice(20 - k), x))
        expect(Math.abs(window.compare())).toBe(Math.max(...apart.map(Math.abs)))
      }),
    )
  })

  it('tells which way the numbers went', () => {
    const seeded = { seed: 5, alpha: 1e-6 }
    expect(changesOf(new KSWIN(seeded), step(0, 1))).toEqual([[expect.any(Number), 1]])
    expect(changesOf(new KSWIN(seeded), step(1, 0))).toEqual([[expect.any(Number), -1]])
  })

  it('sees a change of the spread alone', () => {
    const values = step(0, 0).map((x, i) => (x - 0.125) * (i < 300 ? 1 : 20))
    expect(
      changesOf(new KSWIN({ seed: 1, alpha: 1e-4, windowSize: 200, statSize: 80 }), values),
    ).not.toEqual([])
  })

  it('begins with the window it is given, which it copies', () => {
    const window = numbers(100)
    const detector = new KSWIN({ seed: 1, window })
    window.fill(1000)
    detector.update(0.5)
    expect(detector.pValue).toBeGreaterThan(0)
    expect(detector.n).toBe(1)
    expect(new KSWIN({ seed: 1 }).pValue).toBe(0)
    expect(() => new KSWIN({ window: [1, Number.NaN] })).toThrow(
      'KSWIN: option "window" must be a list of finite numbers, got [1, NaN].',
    )
  })

  it('refuses to compare more than half of its window', () => {
    expect(() => new KSWIN({ windowSize: 50, statSize: 25 })).not.toThrow()
    expect(() => new KSWIN({ windowSize: 50, statSize: 26 })).toThrow(
      'KSWIN: option "statSize" must be at most half of windowSize (50), got 26.',
    )
  })

  it('cannot be restored with a window that does not fit', () => {
    const window = new RankedWindow(5)
    for (const x of [3, 1, 2]) window.push(x)
    window.checkState()
    Object.assign(window, { oldest: 2 })
    expect(() => window.checkState()).toThrow(SnapshotError)
  })
})

describe('DummyDriftDetector', () => {
  it('gives clones seeds and starts of their own if it is told to', () => {
    const detector = new DummyDriftDetector({ t0: 50, w: 9, seed: 1, dynamicCloning: true })
    const [one, other] = [detector.clone(), detector.clone()]
    expect(one.options.seed).not.toBe(other.options.seed)
    expect(one.options.w).toBeLessThanOrEqual(51)
    const plain = new DummyDriftDetector({ t0: 50, w: 9, seed: 1 })
    expect(plain.clone().options).toEqual(plain.options)
  })

  it('needs a width to draw changes at random', () => {
    expect(() => new DummyDriftDetector({ triggerMethod: 'random' })).toThrow(
      'DummyDriftDetector: option "w" must be above 0 if triggerMethod is "random", got 0.',
    )
  })
})

describe('NoDrift', () => {
  it('reports nothing', () => {
    const detector = new NoDrift()
    for (const x of step(0, 1)) detector.update(x)
    expect(detector.driftDetected).toBe(false)
    expect(() => detector.update(Number.NaN)).toThrow('NoDrift: a value must be a finite number')
  })
})

describe('detectors of what is wrong', () => {
  const rising: Readonly<Record<string, () => Detector>> = {
    DDM: () => new binary.DDM(),
    EDDM: () => new binary.EDDM(),
    HDDMA: () => new binary.HDDMA(),
    HDDMW: () => new binary.HDDMW(),
  }
  for (const [name, make] of Object.entries(rising)) {
    it(`tells by ${name} that errors have become more frequent`, () => {
      const found = changesOf(make(), errors(0.1, 0.8))
      expect(found.some(([at, way]) => at > 1000 && at < 1200 && way === 1)).toBe(true)
    })
  }

  it('tells by HDDMA and HDDMW of both sides that they have become rarer', () => {
    const values = errors(0.8, 0.1)
    for (const make of [binary.HDDMA, binary.HDDMW]) {
      const oneSided = changesOf(new make({ driftConfidence: 1e-6 }), values)
      const twoSided = changesOf(new make({ driftConfidence: 1e-6, twoSidedTest: true }), values)
      expect(oneSided).toEqual([])
      expect(twoSided.map(([, way]) => way)).toEqual([-1])
    }
  })

  it('tells by FHDDM that true has become rarer, sooner with a short window', () => {
    const values = errors(0.9, 0.2)
    const [[long, way]] = changesOf(new binary.FHDDM(), values)
    const [[short]] = changesOf(new binary.FHDDM({ shortWindowSize: 25 }), values)
    expect(way).toBe(-1)
    expect(short).toBeLessThan(long)
    expect(changesOf(new binary.FHDDM(), errors(0.2, 0.9))).toEqual([])
  })

  it('takes 1 and 0 for true and false, and nothing else', () => {
    const [one, other] = [new binary.DDM(), new binary.DDM()]
    for (const x of bits(500)) {
      one.update(x)
      other.update(x === 1)
    }
    expect(snapshot.save(one)).toEqual(snapshot.save(other))
    for (const make of Object.values(binary)) {
      expect(() => new make().update(0.5)).toThrow('must be true or false (or 1 or 0), got 0.5.')
    }
  })

  it('refuses bounds that contradict each other', () => {
    expect(() => new binary.EDDM({ alpha: 0.8 })).toThrow(
      'EDDM: option "alpha" must be at least beta (0.9), got 0.8.',
    )
    expect(() => new binary.FHDDM({ shortWindowSize: 101 })).toThrow(
      'FHDDM: option "shortWindowSize" must be at most slidingWindowSize (100), got 101.',
    )
  })
})
