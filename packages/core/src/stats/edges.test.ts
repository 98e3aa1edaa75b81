import { describe, expect, it } from 'vitest'
import { SnapshotError } from '../errors.js'
import * as stats from './index.js'

function filled<S extends { update(x: number): void }>(statistic: S, values: number[]): S {
  for (const x of values) statistic.update(x)
  return statistic
}

describe('before the first value', () => {
  it('an extreme is that of nothing, as in River', () => {
    const given = [new stats.Min(), new stats.Max(), new stats.AbsMax(), new stats.PeakToPeak()]
    expect(given.map((one) => one.get())).toEqual([Infinity, -Infinity, 0, 0])
  })

  it('what cannot be said yet is undefined', () => {
    const windowSize = 3
    const given = [
      new stats.SEM(),
      new stats.Mode(),
      new stats.Quantile(),
      new stats.IQR(),
      new stats.MAD(),
      new stats.RollingMin({ windowSize }),
      new stats.RollingQuantile({ windowSize, q: 0.5 }),
      new stats.RollingIQR({ windowSize }),
      new stats.RollingMode({ windowSize }),
      new stats.RollingPeakToPeak({ windowSize }),
      new stats.Shift(),
    ]
    expect(given.map((one) => one.get())).toEqual(given.map(() => undefined))
  })
})

describe('taking back', () => {
  it('more than was given is refused, and changes nothing', () => {
    const mean = filled(new stats.Mean(), [4])
    expect(() => mean.revert(4, { w: 2 })).toThrow(
      'Mean: what is reverted must have been given before, got 4.',
    )
    expect([mean.n, mean.get()]).toEqual([1, 4])
    for (const statistic of [new stats.Var(), new stats.SEM(), new stats.Mean()]) {
      expect(() => statistic.revert(1)).toThrow('must have been given before')
    }
    for (const statistic of [new stats.Cov(), new stats.PearsonCorr()]) {
      expect(() => statistic.revert(1, 1)).toThrow('must have been given before')
    }
  })

  it('all of a fractional weight leaves nothing, whatever the rounding', () => {
    const variance = new stats.Var()
    const weights = [0.1, 0.2, 0.3]
    weights.forEach((w, i) => {
      variance.update(i, { w })
    })
    weights.forEach((w, i) => {
      variance.revert(i, { w })
    })
    expect([variance.n, variance.mean.get(), variance.get()]).toEqual([0, 0, 0])
  })

  it('a pair that is not in the samples is refused, and changes nothing', () => {
    const ks = new stats.KolmogorovSmirnov()
    ks.update(1, 2)
    expect(() => ks.revert(1, 3)).toThrow('must have been given before, got 3')
    expect(() => ks.revert(2, 2)).toThrow('must have been given before, got 2')
    expect([ks.nSamples, ks.get()]).toEqual([1, 1])
    const chi2 = new stats.ChiSquared()
    chi2.update('a', 'b')
    expect(() => chi2.revert('b', 'b')).toThrow('must have been given before, got "b"')
    expect(chi2.n).toBe(1)
  })
})

describe('Cov', () => {
  it('is the variance where both variables are one, whatever weights and ddof', () => {
    for (const ddof of [0, 1, 2]) {
      const cov = new stats.Cov({ ddof })
      const variance = new stats.Var({ ddof })
      for (const [x, w] of [
        [1, 0.5],
        [4, 0.5],
        [2, 1.5],
        [8, 2],
      ]) {
        cov.update(x, x, { w })
        variance.update(x, { w })
        expect(cov.get()).toBeCloseTo(variance.get(), 12)
      }
    }
  })
})

describe('ChiSquared', () => {
  it('finds variables that are independent likely, and those that are one not', () => {
    const independent = new stats.ChiSquared()
    const same = new stats.ChiSquared()
    for (let i = 0; i < 40; i++) {
      independent.update(i % 2, Math.floor(i / 2) % 2 === 0)
      same.update(i % 2, i % 2)
    }
    expect([independent.get(), independent.pValue, independent.degreesOfFreedom]).toEqual([0, 1, 1])
    expect(same.get()).toBe(40)
    expect(same.pValue / 2.539628589470649e-10).toBeCloseTo(1, 9) // scipy
  })
})

describe('Mode', () => {
  it('keeps values of different types apart', () => {
    const mode = new stats.Mode()
    mode.updateMany([1, '1', true, '1'])
    expect(mode.get()).toBe('1')
  })

  it('counts no value beyond the first k', () => {
    const mode = new stats.Mode({ k: 2 })
    mode.updateMany(['a', 'b', 'c', 'c', 'c', 'b'])
    expect(mode.get()).toBe('b')
  })
})

describe('Link', () => {
  it('is written as it is built', () => {
    const link = new stats.Link({ left: new stats.Shift({ amount: 3 }), right: new stats.Mean() })
    expect(String(link)).toBe('Link({ left: Shift({ amount: 3 }), right: Mean() })')
  })

  it('joins statistics of one variable only', () => {
    const right = new stats.Mean()
    expect(() => new stats.Link({ left: new stats.Cov() as never, right })).toThrow(
      'Link: option "left" must be a statistic of one variable, got a Cov.',
    )
    expect(() => new stats.Link({ right })).toThrow('Link: option "left" is required')
  })
})

describe('quantiles', () => {
  it('of a range must be in order', () => {
    expect(() => new stats.IQR({ qInf: 0.8 })).toThrow(
      'IQR: option "qInf" must be below qSup (0.75), got 0.8.',
    )
    expect(() => new stats.RollingIQR({ windowSize: 5, qSup: 0.25 })).toThrow('must be below qSup')
  })
})

describe('lists of values', () => {
  it('must be lists, of one length', () => {
    expect(() => new stats.Mean().updateMany(5 as never)).toThrow(
      'Mean: values must come in a list, got 5.',
    )
    expect(() => new stats.Cov().updateMany([1, 2], [1])).toThrow(
      'Cov: there must be a y for each of 2 x, got 1.',
    )
  })

  it('may be typed arrays', () => {
    const mean = new stats.Mean()
    mean.updateMany(Float32Array.of(1, 2, 3))
    expect(mean.get()).toBe(2)
  })
})

describe('a restored state', () => {
  const mutants: [name: string, statistic: object, path: string[], value: unknown][] = [
    ['a weight below 0', new stats.Mean(), ['weightSeen'], -1],
    ['half a count', new stats.Count(), ['n'], 0.5],
    ['places out of order', filled(new stats.Quantile(), [1, 2]), ['places', '1'], 9],
    [
      'a window beyond its size',
      filled(new stats.RollingMax({ windowSize: 2 }), [1]),
      ['window', 'count'],
      3,
    ],
    [
      'a window turned too early',
      filled(new stats.Shift({ amount: 3 }), [1]),
      ['recent', 'next'],
      1,
    ],
    [
      'an oldest value outside',
      filled(new stats.RollingIQR({ windowSize: 2 }), [1]),
      ['window', 'oldest'],
      2,
    ],
    ['one sample larger than the other', new stats.KolmogorovSmirnov(), ['tree', 'count'], 1],
    ['counts that do not add up', new stats.Entropy(), ['n'], 1],
    ['totals without counts', new stats.ChiSquared(), ['n'], 1],
    ['a window without counts', new stats.RollingMode({ windowSize: 2 }), ['window'], ['a']],
  ]

  it.each(mutants)('with %s is refused', (_, statistic, path, value) => {
    const checked = statistic as { checkState(): void } & Record<string, unknown>
    checked.checkState()
    let owner = checked as Record<string, unknown>
    for (const name of path.slice(0, -1)) owner = owner[name] as Record<string, unknown>
    owner[path.at(-1) as string] = value
    expect(() => checked.checkState()).toThrow(SnapshotError)
  })
})
