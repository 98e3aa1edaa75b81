import { compose, snapshot, stats } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { PoissonInclusion, SelectKBest, VarianceThreshold } from './index.js'

describe('SelectKBest', () => {
  it('keeps what goes with the target; useAbs: against it too', () => {
    const kept = (useAbs: boolean) => {
      const selector = new SelectKBest({ similarity: new stats.PearsonCorr(), k: 1, useAbs })
      for (const y of [1, 2, 3]) selector.learnOne({ up: y * y, down: -y }, y)
      return Object.keys(selector.transformOne({ up: 1, down: 1, fresh: 1 }))
    }
    expect([kept(false), kept(true)]).toEqual([['up'], ['down']])
  })

  it('keeps all before it has learned, and of equals those that came first', () => {
    const selector = new SelectKBest({ similarity: new stats.Cov(), k: 2 })
    const x = { a: 1, b: 1, c: 1 }
    expect(selector.transformOne(x)).toEqual(x)
    for (const y of [1, 2]) selector.learnOne({ a: y, b: y, c: y }, y)
    expect(selector.transformOne(x)).toEqual({ a: 1, b: 1 })
    expect(selector.leaderboard).toEqual(new Map(Object.entries({ a: 0.5, b: 0.5, c: 0.5 })))
  })

  it('judges categories and labels by chi-squared', () => {
    const selector = new SelectKBest({ similarity: new stats.ChiSquared(), k: 1 })
    for (let i = 0; i < 20; i++) {
      const y = i % 2 === 0 ? 'ham' : 'spam'
      selector.learnOne({ noise: i % 3 === 0 ? 'p' : 'q', word: `w-${y}` }, y)
    }
    expect(selector.transformOne({ noise: 'p', word: 'w-ham' })).toEqual({ word: 'w-ham' })
    expect(load<SelectKBest>(snapshot.save(selector)).leaderboard).toEqual(selector.leaderboard)
  })

  it('learns in a pipeline, and refuses what its statistic cannot take', () => {
    const similarity = new stats.PearsonCorr()
    const model = new compose.Pipeline(new SelectKBest({ similarity, k: 1 }))
    for (const y of [1, 2, 5]) model.learnOne({ a: y, b: y % 2 }, y)
    expect(model.transformOne({ a: 1, b: 2 })).toEqual({ a: 1 })
    expect(similarity.n).toBe(0)
    const selector = new SelectKBest({ similarity })
    expect(() => selector.learnOne({ a: 1 }, 'ham')).toThrow('must be a number for PearsonCorr()')
    expect(() => selector.learnOne({ a: 1 })).toThrow('the label must be')
    expect(() => new SelectKBest({ similarity: new stats.Mean() as never })).toThrow(
      'SelectKBest: option "similarity" must be a statistic of two variables, got a Mean.',
    )
  })
})

describe('VarianceThreshold', () => {
  it('leaves out what does not vary enough, once it was seen often enough', () => {
    const selector = new VarianceThreshold({ threshold: 0.5, minSamples: 3 })
    const x = { same: 1, some: 1, much: 1 }
    selector.learnOne({ same: 1, some: 1, much: 1 })
    selector.learnOne({ same: 1, some: 1.5, much: 5 })
    expect(selector.transformOne(x)).toEqual(x)
    selector.learnOne({ same: 1, some: 1, much: 9, flag: true })
    expect(selector.transformOne({ ...x, flag: true })).toEqual({ much: 1, flag: true })
    expect(selector.variances.get('much')).toBe(16)
  })
})

describe('PoissonInclusion', () => {
  it('p: lets features in at random, never for good out', () => {
    const included = (p: number) => {
      const selector = new PoissonInclusion({ p, seed: 1 })
      for (let i = 0; i < 3; i++) selector.learnOne({ a: 1, b: 'x', c: 1, d: 1, e: 1 })
      return selector.included.size
    }
    expect([included(0), included(1)]).toEqual([0, 5])
    expect(included(0.3)).toBeGreaterThan(0)
    expect(included(0.3)).toBeLessThan(5)
  })

  it('draws in the order of the event', () => {
    const selector = new PoissonInclusion({ p: 0.5, seed: 42 }) // draws .64, .03, .28, .22
    selector.learnOne({ a: 1, b: 1 })
    expect(selector.included).toEqual(new Set(['b']))
    selector.learnOne({ b: 1, c: 1, a: 1 })
    expect(selector.included).toEqual(new Set(['a', 'b', 'c']))
  })
})
