import { InvalidOptionError, SnapshotError, snapshot, stats } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { NoChangeClassifier, PriorClassifier, StatisticRegressor } from './index.js'

describe('NoChangeClassifier', () => {
  it('is certain of the label that came last, and knows the others', () => {
    const model = new NoChangeClassifier()
    expect(model.predictOne({})).toBeUndefined()
    expect(model.predictProbaOne({})).toEqual(new Map())
    for (const y of ['a', 1, true]) model.learnOne({}, y)
    expect(model.predictOne({ any: 'thing' })).toBe(true)
    expect([...model.predictProbaOne({})]).toEqual([
      ['a', 0],
      [1, 0],
      [true, 1],
    ])
  })

  it('refuses a snapshot whose last label was never met', () => {
    const model = new NoChangeClassifier()
    Object.assign(model, { last: 3 })
    expect(() => snapshot.load(snapshot.save(model), { learners: [NoChangeClassifier] })).toThrow(
      SnapshotError,
    )
  })
})

describe('PriorClassifier', () => {
  it('tells the share of each label, and the first of the most frequent', () => {
    const model = new PriorClassifier()
    for (const y of ['b', 'a', 'a', 'b']) model.learnOne({}, y)
    expect(model.predictOne({})).toBe('b')
    expect(model.predictProbaOne({}).get('a')).toBe(0.5)
  })

  it('counts an event by its weight', () => {
    const model = new PriorClassifier()
    model.learnOne({}, 'a', { w: 3 })
    model.learnOne({}, 'b')
    expect(model.predictProbaOne({}).get('a')).toBe(0.75)
  })

  it('refuses a snapshot whose counts do not add up', () => {
    const model = new PriorClassifier()
    model.learnOne({}, 'a')
    for (const state of [{ total: 2 }, { counts: Float64Array.of(-1) }, { counts: [] }]) {
      const copy = model.clone()
      copy.learnOne({}, 'a')
      Object.assign(copy, state)
      expect(() => snapshot.load(snapshot.save(copy), { learners: [PriorClassifier] })).toThrow(
        SnapshotError,
      )
    }
  })
})

describe('StatisticRegressor', () => {
  it('predicts whatever the statistic says', () => {
    const model = new StatisticRegressor({ statistic: new stats.Quantile({ q: 0.5 }) })
    expect(model.predictOne({})).toBeUndefined()
    for (const y of [9, 1, 2]) model.learnOne({}, y)
    expect(model.predictOne({ x: 1 })).toBe(2)
  })

  it('hands weights on, and leaves the statistic that was given alone', () => {
    const statistic = new stats.Mean()
    const model = new StatisticRegressor({ statistic })
    model.learnOne({}, 1)
    model.learnOne({}, 4, { w: 2 })
    expect(model.predictOne({})).toBe(3)
    expect(statistic.n).toBe(0)
    expect(model.statistic.get()).toBe(3)
  })

  it('takes nothing but a statistic of one variable', () => {
    expect(() => new StatisticRegressor({ statistic: new stats.Cov() as never })).toThrow(
      InvalidOptionError,
    )
  })
})
