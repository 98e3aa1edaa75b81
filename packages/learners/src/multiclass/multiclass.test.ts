import { compose, Frame, type Label, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { OneVsOneClassifier, OneVsRestClassifier, OutputCodeClassifier } from './index.js'

const events: readonly (readonly [{ x: number }, Label])[] = [
  [{ x: 1 }, 'low'],
  [{ x: 2 }, 'low'],
  [{ x: 5 }, 'mid'],
  [{ x: 6 }, 'mid'],
  [{ x: 9 }, 'high'],
  [{ x: 10 }, 'high'],
]
const scaled = () => new compose.Pipeline(new StandardScaler(), new LogisticRegression())

describe('OneVsRestClassifier', () => {
  it('scales the probabilities of its members to sum to 1', () => {
    const model = new OneVsRestClassifier({ classifier: new LogisticRegression() })
    const [low, mid] = [new LogisticRegression(), new LogisticRegression()]
    model.learnOne({ x: 1 }, 'low')
    model.learnOne({ x: 5 }, 'mid')
    low.learnOne({ x: 1 }, true)
    low.learnOne({ x: 5 }, false)
    mid.learnOne({ x: 5 }, true) // it began with the first event of its class
    const p = low.predictProbaOne({ x: 3 }).get(true) as number
    const q = mid.predictProbaOne({ x: 3 }).get(true) as number
    expect(model.predictProbaOne({ x: 3 })).toEqual(
      new Map([
        ['low', p / (p + q)],
        ['mid', q / (p + q)],
      ]),
    )
  })

  it('leaves the classifier it was given as it was', () => {
    const classifier = new LogisticRegression()
    const model = new OneVsRestClassifier({ classifier })
    for (const [x, y] of events) model.learnOne(x, y)
    expect(classifier.weights.get('x') ?? 0).toBe(0)
    expect([...model.classifiers.keys()]).toEqual(['low', 'mid', 'high'])
  })

  it('learns a frame with classes that come late as it learns them one by one', () => {
    const [many, one] = [0, 1].map(() => new OneVsRestClassifier({ classifier: scaled() }))
    many.learnMany(
      Frame.fromRows(events.map(([x]) => x)),
      events.map(([, y]) => y),
    )
    for (const [x, y] of events) one.learnOne(x, y)
    expect(many.predictProbaOne({ x: 7 })).toEqual(one.predictProbaOne({ x: 7 }))
  })

  it('goes on after a snapshot as if it had not been interrupted', () => {
    const model = new OneVsRestClassifier({ classifier: scaled() })
    for (const [x, y] of events.slice(0, 4)) model.learnOne(x, y)
    const classes = [OneVsRestClassifier, compose.Pipeline, StandardScaler, LogisticRegression]
    const loaded = snapshot.load<OneVsRestClassifier>(snapshot.save(model), {
      learners: classes as never,
    })
    for (const [x, y] of events) {
      model.learnOne(x, y)
      loaded.learnOne(x, y)
      expect(loaded.predictProbaOne(x)).toEqual(model.predictProbaOne(x))
    }
  })

  it('refuses what is no classifier', () => {
    expect(() => new OneVsRestClassifier({ classifier: new StandardScaler() as never })).toThrow(
      'option "classifier" must be a classifier, or a pipeline that ends with one',
    )
  })

  it('learns nothing from an event that a member would refuse', () => {
    const model = new OneVsRestClassifier({ classifier: scaled() })
    for (const [x, y] of events) model.learnOne(x, y)
    const before = snapshot.save(model)
    expect(() => model.learnOne({ x: 'seven', z: 1 }, 'new')).toThrow('"x" must be a finite number')
    expect(snapshot.save(model)).toEqual(before)
  })
})

describe('OneVsOneClassifier', () => {
  it('knows nothing before it has met two classes', () => {
    const model = new OneVsOneClassifier({ classifier: new GaussianNB() })
    model.learnOne({ x: 1 }, 'low')
    expect(model.predictOne({ x: 1 })).toBe(undefined)
    expect(model.predictProbaOne({ x: 1 })).toEqual(new Map())
  })

  it('gives each pair of classes a vote, and the shares of the votes as probabilities', () => {
    const model = new OneVsOneClassifier({ classifier: new GaussianNB() })
    for (const [x, y] of [...events, ...events]) model.learnOne(x, y)
    expect(model.predictOne({ x: 9.5 })).toBe('high')
    // high beats low and mid; of these two, mid is nearer
    expect(model.predictProbaOne({ x: 9.5 })).toEqual(
      new Map([
        ['low', 0],
        ['mid', 1 / 3],
        ['high', 2 / 3],
      ]),
    )
  })

  it('starts each pair from what the classifier has learned already', () => {
    const classifier = new LogisticRegression()
    for (let i = 0; i < 99; i++) classifier.learnOne({ x: 1 }, true)
    const model = new OneVsOneClassifier({ classifier })
    model.learnOne({ x: 1 }, 1)
    model.learnOne({ x: 1 }, 0) // true stands for the greater label of a pair
    expect(model.predictOne({ x: 1 })).toBe(1)
  })
})

describe('OutputCodeClassifier', () => {
  const exact = (codeSize: number, seed = 3) =>
    new OutputCodeClassifier({
      classifier: new GaussianNB(),
      codeSize,
      codingMethod: 'exact',
      seed,
    })

  it('refuses one class more than there are exact codes', () => {
    const model = exact(1)
    model.learnOne({ x: 1 }, 'a')
    model.learnOne({ x: 2 }, 'b')
    expect([...model.codeBook.values()].flat().sort()).toEqual([0, 1])
    expect(() => model.learnOne({ x: 3 }, 'c')).toThrow(
      'OutputCodeClassifier: the label must be one of the 2 known (the limit)',
    )
  })

  it('predicts the class whose code is nearest', () => {
    const model = exact(4)
    for (const [x, y] of [...events, ...events]) model.learnOne(x, y)
    for (const [x, y] of events) expect(model.predictOne(x)).toBe(y)
  })

  it('draws the same codes from the seed it shows', () => {
    const classifier = () => new GaussianNB()
    const first = new OutputCodeClassifier({ classifier: classifier(), codeSize: 40 })
    const { seed } = first
    const again = new OutputCodeClassifier({
      classifier: classifier(),
      codeSize: 40,
      seed: seed as number,
    })
    for (const model of [first, again]) for (const [x, y] of events) model.learnOne(x, y)
    expect(again.codeBook).toEqual(first.codeBook)
  })

  it('refuses exact codes too long to be listed', () => {
    expect(() => exact(21)).toThrow(
      'OutputCodeClassifier: option "codeSize" must be at most 20 where codingMethod is \'exact\'',
    )
  })
})
