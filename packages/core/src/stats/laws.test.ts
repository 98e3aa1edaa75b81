import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import * as stats from './index.js'

interface Subject {
  update(...values: unknown[]): void
  updateMany?(...lists: unknown[]): void
  revert?(...values: unknown[]): void
  merge?(other: unknown): void
  get(): unknown
  clone(): Subject
}

const subject = (made: object): Subject => made as Subject

/** Every class, built as its users would; by the kind of values it takes. */
const univariate: Record<string, () => Subject> = {
  AbsMax: () => subject(new stats.AbsMax()),
  AutoCorr: () => subject(new stats.AutoCorr({ lag: 3 })),
  BayesianMean: () => subject(new stats.BayesianMean({ prior: 2, priorWeight: 5 })),
  Count: () => subject(new stats.Count()),
  EWMean: () => subject(new stats.EWMean({ fadingFactor: 0.3 })),
  EWVar: () => subject(new stats.EWVar({ fadingFactor: 0.3 })),
  IQR: () => subject(new stats.IQR()),
  Kurtosis: () => subject(new stats.Kurtosis()),
  Link: () =>
    subject(new stats.Link({ left: new stats.Shift({ amount: 2 }), right: new stats.Var() })),
  MAD: () => subject(new stats.MAD()),
  Max: () => subject(new stats.Max()),
  Mean: () => subject(new stats.Mean()),
  Min: () => subject(new stats.Min()),
  PeakToPeak: () => subject(new stats.PeakToPeak()),
  Quantile: () => subject(new stats.Quantile({ q: 0.3 })),
  RollingAbsMax: () => subject(new stats.RollingAbsMax({ windowSize: 5 })),
  RollingIQR: () => subject(new stats.RollingIQR({ windowSize: 5 })),
  RollingMax: () => subject(new stats.RollingMax({ windowSize: 5 })),
  RollingMin: () => subject(new stats.RollingMin({ windowSize: 5 })),
  RollingPeakToPeak: () => subject(new stats.RollingPeakToPeak({ windowSize: 5 })),
  RollingQuantile: () => subject(new stats.RollingQuantile({ q: 0.3, windowSize: 5 })),
  SEM: () => subject(new stats.SEM({ ddof: 0 })),
  Shift: () => subject(new stats.Shift({ amount: 3, fillValue: -1 })),
  Skew: () => subject(new stats.Skew()),
  Sum: () => subject(new stats.Sum()),
  Var: () => subject(new stats.Var()),
}
const bivariate: Record<string, () => Subject> = {
  Cov: () => subject(new stats.Cov()),
  EWCov: () => subject(new stats.EWCov()),
  KolmogorovSmirnov: () => subject(new stats.KolmogorovSmirnov()),
  'KolmogorovSmirnov by Kuiper': () =>
    subject(new stats.KolmogorovSmirnov({ statistic: 'kuiper' })),
  PearsonCorr: () => subject(new stats.PearsonCorr()),
}
const nominal: Record<string, () => Subject> = {
  Entropy: () => subject(new stats.Entropy({ fadingFactor: 0.9 })),
  Mode: () => subject(new stats.Mode({ k: 3 })),
  RollingMode: () => subject(new stats.RollingMode({ windowSize: 5 })),
}
const nominalPairs: Record<string, () => Subject> = {
  ChiSquared: () => subject(new stats.ChiSquared()),
}
const weighted: Record<string, () => Subject> = {
  Mean: () => subject(new stats.Mean()),
  SEM: () => subject(new stats.SEM()),
  Var: () => subject(new stats.Var()),
}

const number = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.double({ min: -99, max: 99, noNaN: true }),
)
const label = fc.constantFrom<unknown>('a', 'b', '1', 1, true, false, 2.5)
const one = <T>(value: fc.Arbitrary<T>) => value.map((x) => [x])
const two = <T>(value: fc.Arbitrary<T>) => fc.tuple(value, value)

type Case = [name: string, make: () => Subject, event: fc.Arbitrary<unknown[]>]

const cases: Case[] = [
  ...Object.entries(univariate).map(([name, make]): Case => [name, make, one(number)]),
  ...Object.entries(bivariate).map(([name, make]): Case => [name, make, two(number)]),
  ...Object.entries(nominal).map(([name, make]): Case => [name, make, one(label)]),
  ...Object.entries(nominalPairs).map(([name, make]): Case => [name, make, two(label)]),
]
const can = (method: 'revert' | 'merge') => cases.filter(([, make]) => method in make())
const runs = { numRuns: 60 }
const classes = Object.values(stats) as never

function after(statistic: Subject, events: readonly unknown[][]): Subject {
  for (const event of events) statistic.update(...event)
  return statistic
}

function expectClose(got: unknown, expected: unknown, scale: number): void {
  if (typeof expected !== 'number' || !Number.isFinite(expected)) expect(got).toBe(expected)
  else expect(Math.abs((got as number) - expected)).toBeLessThanOrEqual(1e-9 * scale)
}

const columns = (events: readonly unknown[][], width: number) =>
  Array.from({ length: width }, (_, i) => events.map((event) => event[i]))

describe('every statistic', () => {
  it('is among those the laws are tried on', () => {
    const tried = new Set(cases.map(([, make]) => make().constructor))
    expect(Object.values(stats).filter((cls) => !tried.has(cls))).toEqual([])
  })

  it.each(cases)('%s goes on after saving and loading as if nothing had been', (_, make, event) => {
    const law = fc.property(fc.array(event), fc.array(event), (before, then) => {
      const kept = after(make(), before)
      const loaded = load<Subject>(save(kept), { learners: classes })
      expect(loaded.get()).toBe(kept.get())
      for (const values of then) {
        expect(after(loaded, [values]).get()).toBe(after(kept, [values]).get())
      }
    })
    fc.assert(law, runs)
  })

  it.each(cases)('%s takes many as one by one, to the same bits', (_, make, event) => {
    const law = fc.property(fc.array(event, { minLength: 1 }), (events) => {
      const many = make()
      many.updateMany?.(...columns(events, events[0].length))
      expect(save(many)).toEqual(save(after(make(), events)))
    })
    fc.assert(law, runs)
  })

  it.each(cases)('%s gives a clone that has seen nothing', (_, make, event) => {
    const law = fc.property(fc.array(event), (events) => {
      const used = after(make(), events)
      const before = save(used)
      const clone = used.clone()
      expect(save(clone)).toEqual(save(make()))
      after(clone, events)
      expect(save(used)).toEqual(before)
    })
    fc.assert(law, runs)
  })

  it.each(cases)('%s refuses what is no value, one or many, and stays as it was', (name, make) => {
    if (name === 'Count') return // it counts anything
    const width = name in univariate || name in nominal ? 1 : 2
    const statistic = after(
      make(),
      [1, 2, 3].map((x) => [x, x]),
    )
    const before = save(statistic)
    const bad: unknown[] = [Number.NaN, Infinity, undefined, null, {}, [1], 1n]
    if (!(name in nominal || name in nominalPairs)) bad.push('5', true)
    for (const value of bad) {
      for (let at = 0; at < width; at++) {
        const event = Array.from({ length: width }, (_, i) => (i === at ? value : 1))
        const who = (statistic as unknown as { who: string }).who
        expect(() => statistic.update(...event)).toThrow(`${who}: a value must be`)
        const lists = event.map((x) => [1, x])
        expect(() => statistic.updateMany?.(...lists)).toThrow(`${who}: a value must be`)
        if (statistic.revert) expect(() => statistic.revert?.(...event)).toThrow(`${who}: `)
      }
    }
    expect(save(statistic)).toEqual(before)
  })
})

describe('an update that is taken back', () => {
  it.each(can('revert'))('leaves %s as it was', (_, make, event) => {
    const law = fc.property(fc.array(event), fc.array(event, { maxLength: 9 }), (events, more) => {
      const statistic = after(after(make(), events), more)
      for (const values of more.toReversed()) statistic.revert?.(...values)
      const before = after(make(), events)
      if (!isDegenerate(before)) expectClose(statistic.get(), before.get(), 1e5)
    })
    fc.assert(law, runs)
  })

  it.each(can('revert'))('makes %s a rolling one', (_, make, event) => {
    const law = fc.property(fc.array(event, { minLength: 6, maxLength: 40 }), (events) => {
      const rolling = make()
      events.forEach((values, i) => {
        rolling.update(...values)
        if (i >= 5) rolling.revert?.(...events[i - 5])
      })
      const [got, expected] = [rolling.get(), after(make(), events.slice(-5)).get()]
      if (!isDegenerate(rolling)) expectClose(got, expected, 1e5)
    })
    fc.assert(law, runs)
  })
})

/** A correlation without variance is 0, one with hardly any is anything. */
function isDegenerate(statistic: Subject): boolean {
  if (!(statistic instanceof stats.PearsonCorr)) return false
  return Math.min(statistic.varX.get(), statistic.varY.get()) < 1e-6
}

describe('two statistics joined', () => {
  it.each(can('merge'))('give the %s of both', (_, make, event) => {
    const law = fc.property(fc.array(event), fc.array(event), (first, second) => {
      const merged = after(make(), first)
      const other = after(make(), second)
      const before = save(other)
      merged.merge?.(other)
      expect(save(other)).toEqual(before)
      const both = after(make(), [...first, ...second])
      const scale = 1e4 * (1 + Math.abs(Number(both.get())))
      if (!isDegenerate(both) && !isNearlyConstant([...first, ...second])) {
        expectClose(merged.get(), both.get(), scale)
      }
    })
    fc.assert(law, runs)
  })

  it.each(can('merge'))('must both be %s', (_, make) => {
    expect(() => make().merge?.({})).toThrow('what is merged must be of the same class, got')
  })
})

/** Skew and kurtosis of values that differ in their last bits only are noise. */
function isNearlyConstant(events: readonly unknown[][]): boolean {
  const values = events.map(([x]) => Number(x))
  return Math.max(...values) - Math.min(...values) < 1e-3
}

describe('weights', () => {
  it.each(Object.entries(weighted))('count a value for %s as often as they say', (_, make) => {
    const event = fc.tuple(number, fc.integer({ min: 0, max: 4 }))
    const law = fc.property(fc.array(event, { minLength: 1 }), (events) => {
      const once = make()
      once.updateMany?.(...columns(events, 2))
      const often = after(
        make(),
        events.flatMap(([x, w]) => Array(w).fill([x])),
      )
      expectClose(once.get(), often.get(), 1e4)
      const oneByOne = make()
      for (const [x, w] of events) oneByOne.update(x, { w })
      expect(save(oneByOne)).toEqual(save(once))
    })
    fc.assert(law, runs)
  })

  it.each(Object.entries(weighted))('that are none leave %s as it was', (name, make) => {
    const statistic = after(make(), [[1], [2]])
    const before = save(statistic)
    for (const w of [-1, Number.NaN, Infinity, '2']) {
      const refusal = `${name}: a weight must be a finite number of at least 0, got`
      expect(() => statistic.update(5, { w })).toThrow(refusal)
      expect(() => statistic.updateMany?.([5, 6], [1, w])).toThrow(refusal)
      expect(() => statistic.revert?.(5, { w })).toThrow(refusal)
    }
    expect(() => statistic.updateMany?.([5, 6], [1])).toThrow('a weight for each of 2 values')
    statistic.update(5, { w: 0 })
    expect(save(statistic)).toEqual(before)
  })
})

describe('a window', () => {
  const size = fc.integer({ min: 1, max: 12 })
  const values = fc.array(number, { minLength: 1, maxLength: 80 })
  const quantile = (sorted: readonly number[], q: number) => {
    const place = q * (sorted.length - 1)
    const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
    return low + (place - Math.floor(place)) * (high - low)
  }
  const ascending = (last: readonly number[]) => [...last].sort((a, b) => a - b)
  type Rolled = [string, (windowSize: number) => object, (last: readonly number[]) => number]
  const rolled: Rolled[] = [
    ['RollingMin', (windowSize) => new stats.RollingMin({ windowSize }), (v) => Math.min(...v)],
    ['RollingMax', (windowSize) => new stats.RollingMax({ windowSize }), (v) => Math.max(...v)],
    [
      'RollingAbsMax',
      (windowSize) => new stats.RollingAbsMax({ windowSize }),
      (v) => Math.max(...v.map(Math.abs)),
    ],
    [
      'RollingPeakToPeak',
      (windowSize) => new stats.RollingPeakToPeak({ windowSize }),
      (v) => Math.max(...v) - Math.min(...v),
    ],
    [
      'RollingQuantile',
      (windowSize) => new stats.RollingQuantile({ windowSize, q: 0.37 }),
      (v) => quantile(ascending(v), 0.37),
    ],
    [
      'RollingIQR',
      (windowSize) => new stats.RollingIQR({ windowSize }),
      (v) => quantile(ascending(v), 0.75) - quantile(ascending(v), 0.25),
    ],
  ]

  it.each(rolled)('of %s gives what its values alone would', (_, make, from) => {
    const law = fc.property(size, values, (windowSize, all) => {
      const rolling = subject(make(windowSize))
      all.forEach((x, i) => {
        rolling.update(x)
        const last = all.slice(Math.max(0, i + 1 - windowSize), i + 1)
        expectClose(rolling.get(), from(last), 100)
      })
    })
    fc.assert(law)
  })

  it.each([
    stats.RollingMin,
    stats.RollingMax,
    stats.RollingAbsMax,
    stats.RollingPeakToPeak,
    stats.RollingMode,
  ])('of $name must have a size within bounds', (cls) => {
    for (const windowSize of [0, -1, 1.5, 2 ** 24 + 1]) {
      expect(() => new cls({ windowSize })).toThrow(`${cls.name}: option "windowSize" must be`)
    }
    expect(() => new cls()).toThrow(`${cls.name}: option "windowSize" is required`)
  })
})
