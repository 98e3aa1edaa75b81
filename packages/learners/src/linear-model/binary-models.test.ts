import { compose, Frame, type Label, metrics, metricsByName, Row, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { StandardScaler } from '../preprocessing/index.js'
import {
  AdPredictor,
  ALMAClassifier,
  LogisticRegression,
  PAClassifier,
  PARegressor,
  Perceptron,
} from './index.js'
import { normalQuantile, surprise } from './normal-tail.js'

const binary = { AdPredictor, ALMAClassifier, LogisticRegression, PAClassifier, Perceptron }

describe.each(Object.entries(binary))('%s', (_, Model) => {
  it('predicts false and true before it has learned', () => {
    const even = new Map([
      [false, 0.5],
      [true, 0.5],
    ])
    expect(new Model().predictProbaOne({ a: 1 })).toEqual(even)
    expect(new Model().predictOne({ a: 1 })).toBe(false)
    const frame = Frame.fromRows([{ a: 1 }])
    expect(new Model().predictMany(frame)).toEqual([false])
    expect(new Model().predictProbaMany(frame)).toEqual({
      labels: [false, true],
      values: Float64Array.of(0.5, 0.5),
    })
  })

  it('is judged the same whether it is taught booleans or 0 and 1', () => {
    const scores = ([negative, positive]: readonly [Label, Label]) => {
      const model = new Model()
      const judge = metrics.bundle('classification', { posVal: positive })
      for (let i = 0; i < 200; i++) {
        const x = { [i % 2 ? 'odd' : 'even']: 1, all: i % 5 }
        const y = i % 2 ? positive : negative
        judge.update(y, model.predictProbaOne(x))
        model.learnOne(x, y)
      }
      return Object.fromEntries([...metricsByName(judge)].map(([name, one]) => [name, one.get()]))
    }
    const asBooleans = scores([false, true])
    expect(asBooleans['F1']).toBeGreaterThan(0.9)
    expect(scores([0, 1])).toEqual(asBooleans)
  })

  it('learns the same from any two labels', () => {
    const probabilities = (negative: Label, positive: Label) => {
      const model = new Model()
      for (let i = 0; i < 40; i++) {
        model.learnOne({ [i % 2 ? 'odd' : 'even']: 1, all: 1 }, i % 2 ? positive : negative)
      }
      return model.predictProbaOne({ odd: 1, all: 1 })
    }
    const [no, yes] = [...probabilities(false, true).values()]
    expect(yes).toBeGreaterThan(0.5)
    expect(probabilities('ham', 'spam')).toEqual(
      new Map([
        ['ham', no],
        ['spam', yes],
      ]),
    )
    expect(probabilities(-1, 1)).toEqual(
      new Map([
        [-1, no],
        [1, yes],
      ]),
    )
    expect(probabilities(0, 1)).toEqual(
      new Map([
        [false, no],
        [true, yes],
      ]),
    )
  })

  it('is certain while it knows one label only', () => {
    const model = new Model()
    model.learnOne({ a: 1 }, 'ham')
    expect(model.predictProbaOne({ a: -5 })).toEqual(new Map([['ham', 1]]))
    expect(model.predictOne({ a: -5 })).toBe('ham')
  })

  it('refuses a third label, and is as it was before', () => {
    const model = new Model()
    model.learnOne({ a: 1 }, 'ham')
    model.learnOne({ a: -1 }, 'spam')
    const before = snapshot.save(model)
    expect(() => model.learnOne({ b: 1 }, 'eggs')).toThrow(
      `${model.who}: the label must be "ham" or "spam": the model tells two classes apart, ` +
        'got "eggs".',
    )
    const frame = Frame.fromRows([{ a: 1 }, { b: 1 }])
    expect(() => model.learnMany(frame, ['ham', true])).toThrow('must be "ham" or "spam"')
    expect(snapshot.save(model)).toEqual(before)
  })
})

describe('Perceptron', () => {
  it('adds and takes away events it tells wrong', () => {
    const model = new Perceptron()
    model.learnOne({ a: 2, b: 1 }, true)
    model.learnOne({ a: 1 }, false)
    expect([...model.weights, model.intercept]).toEqual([['a', 1], ['b', 1], 0])
    model.learnOne({ b: 5 }, true) // right: nothing changes
    expect([...model.weights]).toEqual([
      ['a', 1],
      ['b', 1],
    ])
  })

  it('shows its sum', () => {
    const model = new Perceptron()
    model.learnOne({ a: 2 }, true)
    expect(model.debugOne({ a: 3 }, { decimals: 0 })).toMatch(/\n +a +3 +2 +6\n/)
    expect(model.summary.steps).toBe(1)
  })
})

describe('PAClassifier and PARegressor', () => {
  it('make an event just right with mode 0', () => {
    const options = { mode: 0, eps: 0, riverCompatible: false } as const
    const model = new PARegressor({ ...options, learnIntercept: false })
    model.learnOne({ a: 2, b: 1 }, 10)
    expect([...model.weights]).toEqual([
      ['a', 4],
      ['b', 2],
    ]) // 10 / 5, the squared norm
    expect(model.predictOne({ a: 2, b: 1 })).toBe(10)
    const both = new PARegressor(options)
    both.learnOne({ a: 2, b: 1 }, 10)
    expect([both.intercept, both.predictOne({ a: 2, b: 1 })]).toEqual([2, 12]) // on top
    const classifier = new PAClassifier({ mode: 0, learnIntercept: false })
    classifier.learnOne({ a: 2 }, true)
    expect(classifier.weights.get('a')).toBe(0.5) // 2 * 0.5 is the margin, 1
  })

  it('step no further than C with mode 1, and damped with mode 2', () => {
    const step = (mode: 1 | 2, C: number) => {
      const model = new PAClassifier({ mode, C })
      model.learnOne({ a: 1 }, false)
      return model.intercept
    }
    expect([step(1, 0.25), step(1, 5), step(2, 0.5)]).toEqual([-0.25, -1, -0.5])
  })

  it('leave what is within the margin alone', () => {
    const model = new PARegressor({ eps: 0.5, riverCompatible: false })
    model.learnOne({ a: 1 }, 0.5)
    expect(model.intercept).toBe(0)
    const other = new PARegressor({ eps: 0.5, C: 100 })
    other.learnOne({ a: 1 }, 3) // River measures 2 * 3 - 1: a step of 4.5, not of 2.5
    expect(other.intercept).toBe(4.5)
  })

  it('learn nothing from an event without features but an intercept with mode 2', () => {
    const models = ([0, 1, 2] as const).map((mode) => new PAClassifier({ mode }))
    for (const model of models) model.learnOne({}, true)
    expect(models.map((model) => model.intercept)).toEqual([0, 0, 2])
  })

  it('go so many times as far as an event weighs', () => {
    const model = new PAClassifier({ C: 0.25 })
    model.learnOne({ a: 1 }, true, { w: 3 })
    expect(model.intercept).toBe(0.75)
  })
})

describe('ALMAClassifier', () => {
  it('keeps the weights within norm 1', () => {
    for (const p of [2, 3]) {
      const model = new ALMAClassifier({ p, C: 50 })
      model.learnOne({ a: 3, b: 4 }, true)
      const [a, b] = model.weights.values()
      expect((a ** p + b ** p) ** (1 / p)).toBeCloseTo(1, 12)
      expect(b / a).toBeCloseTo(4 / 3, 12)
    }
  })

  it('learns from what is told right by less than the margin', () => {
    const learned = (alpha: number) => {
      const model = new ALMAClassifier({ alpha, C: 0.1 })
      model.learnOne({ a: 1 }, true)
      model.learnOne({ a: 1 }, true)
      return model.weights.get('a')
    }
    expect(learned(0.99)).toBeCloseTo(0.1, 12) // the second event was told right clearly enough
    expect(learned(0.1)).toBeGreaterThan(0.15)
  })
})

describe('AdPredictor', () => {
  it('starts from the prior, whatever number of features the first event has', () => {
    for (const priorProbability of [0.01, 0.2, 0.9]) {
      const model = new AdPredictor({ priorProbability, beta: 1000 }) // noise drowns the rest
      expect(model.predictProbaOne({ a: 1, b: 1 }).get(true)).toBeCloseTo(priorProbability, 5)
    }
  })

  it('counts features that are not 0, not how large they are', () => {
    const model = new AdPredictor()
    model.learnOne({ a: 7, b: 0 }, true)
    const mean = model.means.get('a') as number
    expect([mean > 0, model.means.get('b'), model.variances.get('b')]).toEqual([true, 0, 1])
    expect(model.variances.get('a')).toBeLessThan(1)
  })

  it('lets the prior come back by epsilon', () => {
    const after = (epsilon: number) => {
      const model = new AdPredictor({ epsilon })
      for (let i = 0; i < 50; i++) model.learnOne({ a: 1 }, true)
      return model.variances.get('a') as number
    }
    expect(after(0)).toBeLessThan(after(0.05))
    expect(after(0.05)).toBeLessThan(after(0.5))
  })

  it('is more surprised by what weighs more', () => {
    const mean = (w: number) => {
      const model = new AdPredictor()
      model.learnOne({ a: 1 }, true, { w })
      return model.means.get('a') as number
    }
    expect(mean(0.5)).toBeLessThan(mean(1))
    expect(mean(1)).toBeLessThan(mean(2))
  })
})

describe('the normal distribution', () => {
  it('has the quantiles of the tables', () => {
    const table = [
      [0.5, 0],
      [0.975, 1.959963984540054],
      [0.2, -0.8416212335729143],
      [1e-7, -5.199337582192817],
      [1 - 1e-3, 3.090232306167813],
    ]
    for (const [p, z] of table) expect(normalQuantile(p)).toBeCloseTo(z, 11)
  })

  it('is as surprising at a distance as the distance is, and a little more', () => {
    expect(surprise(0)).toBeCloseTo(Math.sqrt(2 / Math.PI), 12)
    expect(surprise(-5)).toBeCloseTo(5.18650396712584, 8)
    expect(surprise(-2.5000001) - surprise(-2.5)).toBeLessThan(1e-6)
  })
})

describe('a binary model in a pipeline', () => {
  it('is taught 0 and 1 as such, by rows too', () => {
    const model = new compose.Pipeline(new StandardScaler(), new LogisticRegression())
    model.learnOne({ x: 1 }, 1)
    model.learnOne({ x: -1 }, 0)
    const row = new Row()
    row.put(0, 2)
    row.seal(1)
    model.learnRow(row, 1, 1)
    expect(model.labels.taught(1)).toBe(1)
    model.learnOne({ x: 1 }, 1)
    expect(() => model.learnOne({ x: 1 }, true)).toThrow('must be 0 or 1')
  })
})

describe('LogisticRegression', () => {
  it('predicts the likelier class, and the negative one where both are as likely', () => {
    for (const x of [0, 1e-20, 1e-12, 1e-8, 1, 40]) {
      for (const interceptInit of [x, -x]) {
        const model = new LogisticRegression({ interceptInit })
        const p = model.predictProbaOne({}).get(true) as number
        expect(model.predictOne({})).toBe(p > 0.5)
        model.learnOne({}, 'only')
        expect(model.predictOne({})).toBe('only')
      }
    }
  })
})
