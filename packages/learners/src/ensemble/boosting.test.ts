import { random } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { GaussianNB } from '../naive-bayes/index.js'
import { Boost } from './boost.js'
import { drawCount, limitOf } from './draw.js'
import { ADWINBoostingClassifier, AdaBoostClassifier, BOLEClassifier } from './index.js'
import { accuracyOn, flippingEvents, mixedEvents, scaled } from './streams.test-support.js'

const LABELS = ['low', 'mid', 'high']

describe('the weights of a boosted ensemble', () => {
  it('grow where a model is wrong and shrink where it is right', () => {
    const boost = new Boost(2)
    expect(boost.judge(0, true, 1)).toBe(0.5) // 1 of 1 right: 1 × 1 / (2 × 1)
    expect(boost.judge(0, false, 1)).toBe(1) // 1 of 2 wrong: 1 × 2 / (2 × 1)
    expect(boost.judge(0, true, 1)).toBe(0.75) // 2 of 3 right: 1 × 3 / (2 × 2)
    expect(boost.judge(1, false, 0.75, 10)).toBe(5) // of ten events: 0.75 × 10 / (2 × 0.75)
    expect([...boost.correct, ...boost.wrong]).toEqual([2, 0, 1, 0.75])
  })

  it('vote by the logarithm of their odds, or by 1 where they are worse than a coin', () => {
    const boost = new Boost(3)
    boost.correct.set([3, 1, 0])
    boost.wrong.set([1, 3, 0])
    boost.weigh()
    expect(boost.votes[0]).toBeCloseTo(Math.log(3), 12)
    expect([...boost.votes.slice(1)]).toEqual([1, 1])
  })

  it('have a vote within a bound only, unless none is', () => {
    const boost = new Boost(3)
    boost.correct.set([3, 1, 0])
    boost.wrong.set([1, 3, 0])
    boost.weighWithin(0.5)
    expect(boost.votes[0]).toBeCloseTo(Math.log(3), 12)
    expect([...boost.votes.slice(1)]).toEqual([NaN, NaN])
    boost.weighWithin(0.1)
    expect([...boost.votes]).toEqual([1, 1, 1])
  })
})

describe('AdaBoostClassifier', () => {
  it('teaches a copy an event the more often the more of those before had it wrong', () => {
    const model = new AdaBoostClassifier({ model: new GaussianNB(), nModels: 3, seed: 7 })
    const copies = [0, 1, 2].map(() => new GaussianNB())
    const rng = new random.Random(7)
    const boost = new Boost(3)
    for (const [{ a = 5 }, y] of mixedEvents(1, 80, LABELS)) {
      model.learnOne({ a }, y)
      let rate = 1
      copies.forEach((copy, place) => {
        for (let k = drawCount(limitOf(rate), rng); k > 0; k--) copy.learnOne({ a }, y)
        rate = boost.judge(place, copy.predictOne({ a }) === y, rate)
      })
    }
    expect(model.correctWeight).toEqual([...boost.correct])
    expect(model.wrongWeight).toEqual([...boost.wrong])
    copies.forEach((copy, place) => {
      expect(model.at(place)?.probabilities).toBeDefined()
      expect(copy.pClass('mid')).toBe((model.at(place) as unknown as GaussianNB).pClass('mid'))
    })
    boost.weigh()
    expect(model.summary.votes).toEqual([...boost.votes])
  })

  it('tells probabilities that sum to 1', () => {
    const model = new AdaBoostClassifier({ model: new GaussianNB(), nModels: 4, seed: 7 })
    for (const [{ a = 5 }, y] of mixedEvents(1, 80, LABELS)) model.learnOne({ a }, y)
    const sum = [...model.predictProbaOne({ a: 3 }).values()].reduce((p, q) => p + q, 0)
    expect(sum).toBeCloseTo(1, 12)
  })
})

describe('ADWINBoostingClassifier', () => {
  const accuracy = (riverCompatible: boolean) => {
    const options = { model: new GaussianNB(), nModels: 5, seed: 4, riverCompatible }
    return accuracyOn(flippingEvents(3, 3000), new ADWINBoostingClassifier(options))
  }

  it('forgets what is wrong after a change, which River does not', () => {
    expect(accuracy(false)).toBeGreaterThan(accuracy(true) + 0.1)
  })
})

describe('BOLEClassifier', () => {
  const probabilities = (errorBound: number) => {
    const model = new BOLEClassifier({ model: scaled(), nModels: 5, seed: 6, errorBound })
    return flippingEvents(2, 400).map(([x, y]) => {
      const p = model.predictProbaOne(x).get('yes')
      model.learnOne(x, y)
      return p
    })
  }

  it('lets those vote that are within the bound of errors', () => {
    expect(probabilities(0.1)).not.toEqual(probabilities(0.5))
    expect(probabilities(0)).not.toEqual(probabilities(0.1))
  })

  it('begins with the last copy, and goes on with the best of the others while it is right', () => {
    const model = new BOLEClassifier({ model: new GaussianNB(), nModels: 3, seed: 1 })
    for (let i = 0; i < 60; i++) model.learnOne({ a: i % 10 }, i % 10 > 4)
    const rates = model.correctWeight.map((right, i) => right / (right + model.wrongWeight[i]))
    const { ranking } = model as unknown as { ranking: Int32Array }
    // The order is that of before the last event, which changes little by then.
    for (let k = 1; k < 3; k++) {
      expect(rates[ranking[k]]).toBeLessThan(rates[ranking[k - 1]] + 0.05)
    }
    expect(model.predictOne({ a: 9 })).toBe(true)
  })
})
