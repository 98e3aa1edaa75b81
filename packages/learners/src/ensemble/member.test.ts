import { metrics } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { ADWIN } from '../drift/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { checkFeatureBudget, countOf, type FeatureBudget } from './feature-budget.js'
import { Member, type Score } from './member.js'
import { combinations, sizeOf } from './subspace-size.js'

function member(more: { warningGoesOn?: boolean; onlyRising?: boolean } = {}) {
  return new Member({
    drift: new ADWIN({ delta: 0.002 }),
    warning: new ADWIN({ delta: 0.3, clock: 4 }),
    score: new metrics.Accuracy() as Score,
    fresh: () => new GaussianNB(),
    ...more,
  })
}

/** So many errors of 0, then so many of 1 (or the other way round). */
function shift(target: Member<GaussianNB>, from: number, to: number): void {
  for (let i = 0; i < 300; i++) target.watch(from)
  for (let i = 0; i < 300; i++) target.watch(to)
}

describe('a member of an ensemble', () => {
  it('is replaced by what has learned in the background since the warning', () => {
    const it = member()
    for (let i = 0; i < 300; i++) it.watch(0)
    let background: GaussianNB | undefined
    while (it.nDrifts === 0) {
      background = it.background ?? background
      it.watch(1)
    }
    expect(it.nWarnings).toBeGreaterThan(0)
    expect(it.nSwaps).toBe(1)
    expect(it.model).toBe(background)
    expect(it.background).toBeUndefined()
  })

  it('is replaced by a fresh model where nothing was warned of', () => {
    const it = new Member({
      drift: new ADWIN(),
      warning: null,
      score: new metrics.Accuracy() as Score,
      fresh: () => new GaussianNB(),
    })
    const before = it.model
    shift(it, 0, 1)
    expect([it.nDrifts, it.nWarnings, it.nSwaps]).toEqual([1, 0, 0])
    expect(it.model).not.toBe(before)
  })

  it('is replaced also where errors become fewer, unless only a rise counts', () => {
    const any = member()
    const rising = member({ onlyRising: true })
    shift(any, 1, 0)
    shift(rising, 1, 0)
    expect(any.nDrifts).toBeGreaterThan(0)
    expect(rising.nDrifts).toBe(0)
    shift(rising, 0, 1)
    expect(rising.nDrifts).toBeGreaterThan(0)
  })

  it('begins a new score when it is replaced', () => {
    const it = member()
    it.score.update('a', 'a')
    expect(it.score.get()).toBe(1)
    shift(it, 0, 1)
    expect(it.score.get()).toBe(0)
  })
})

describe('a budget of features', () => {
  const cases: [FeatureBudget, number, number][] = [
    ['sqrt', 9, 3],
    ['sqrt', 7, 3],
    ['log2', 10, 3],
    [0.5, 5, 2],
    [0.1, 5, 1],
    [4, 9, 4],
    [4, 3, 3],
    [-2, 9, 7],
    [-20, 9, 1],
    [null, 9, 9],
    ['sqrt', 0, 0],
  ]
  it.each(cases)('of %s comes to so many of %i: %i', (budget, features, count) => {
    expect(countOf(budget, features)).toBe(count)
  })

  it.each([0, 1.5, -0.5, Number.NaN, 'all', true])('is not %s', (budget) => {
    expect(() => checkFeatureBudget('ARF', 'maxFeatures', budget)).toThrow(
      'ARF: option "maxFeatures" must be "sqrt", "log2", a fraction between 0 and 1, ' +
        'a whole number or null, got',
    )
  })
})

describe('the size of a subspace', () => {
  it('is rounded as Python does, and at least 2', () => {
    expect(sizeOf(0.5, 5)).toBe(2) // 2.5
    expect(sizeOf(0.6, 5)).toBe(3)
    expect(sizeOf(0.1, 5)).toBe(2) // 0.5 is 0, plus 1 is 1
    expect(sizeOf('sqrt', 9)).toBe(4)
    expect(sizeOf('rmsqrt', 9)).toBe(7)
    expect(sizeOf(5, 9)).toBe(5)
  })

  it('is 0 where it comes to all features', () => {
    expect(sizeOf(1, 4)).toBe(0)
    expect(sizeOf(9, 4)).toBe(0)
  })

  it('has its combinations in order, again and again', () => {
    const found = combinations(Int32Array.of(7, 8, 9), 2, 4)
    expect(found.map((features) => [...features])).toEqual([
      [7, 8],
      [7, 9],
      [8, 9],
      [7, 8],
    ])
  })
})
