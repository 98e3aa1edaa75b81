import { compose, Frame, Row, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LinearRegression, LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { losses } from '../optim/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { HardBuffer, type Pupil } from './hard-buffer.js'
import { HardSamplingClassifier, HardSamplingRegressor } from './index.js'
import { KeptEvent } from './kept-event.js'

function rows(count: number, seed = 5): { x: { a: number; b?: number }; y: number }[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, () => {
    const a = rng.gauss(0, 1)
    const b = rng.random()
    return { x: rng.random() < 0.2 ? { a } : { a, b }, y: 3 * a - b + rng.gauss(0, 0.1) }
  })
}

/** Loses what it is told to lose, and notes what it is taught. */
class Diary implements Pupil {
  readonly taught: [values: number[], y: unknown, weight: number][] = []

  lossOf(_row: Row, y: number): number {
    return Math.abs(y)
  }

  teach(row: Row, y: unknown, weight: number): void {
    const values = Array.from(row.order.subarray(0, row.count), (f) => row.values[f])
    this.taught.push([values, y, weight])
  }
}

const rowOf = (...values: number[]): Row => {
  const row = new Row()
  values.forEach((value, feature) => {
    row.put(feature, value)
  })
  row.seal(values.length)
  return row
}

describe('HardBuffer', () => {
  it('keeps the events with the highest losses, and teaches these with their own weights', () => {
    const buffer = new HardBuffer(3, 1, new random.Random(1))
    const diary = new Diary()
    const given = [5, 1, 9, 2, 7, 3]
    for (const y of given) buffer.learn(diary, rowOf(y, -y), y, y / 2, diary.lossOf(rowOf(), y))
    diary.taught.length = 0
    for (let i = 0; i < 200; i++) buffer.learn(diary, rowOf(0, 0), 0, 1, 0)
    const taught = new Map(diary.taught.map(([values, y, weight]) => [y, [...values, weight]]))
    expect(taught).toEqual(
      new Map([
        [5, [5, -5, 2.5]],
        [7, [7, -7, 3.5]],
        [9, [9, -9, 4.5]],
      ]),
    )
  })

  it('recalls an event as it was: its order, what was absent, what was null', () => {
    const row = new Row()
    row.put(2, 7)
    row.put(0, 5)
    row.putNull(1)
    row.seal(4)
    const event = new KeptEvent()
    event.keep(row, 'spam', 1)
    const back = rowOf(1, 2, 3, 4, 5)
    event.recall(back, 6)
    expect([...back.order.subarray(0, back.count)]).toEqual([2, 0])
    expect([...back.values.subarray(0, 6)]).toEqual([5, NaN, 7, NaN, NaN, NaN])
    expect([back.nulls[0], back.nullCount, back.width]).toEqual([1, 1, 6])
    event.check(3)
    expect(() => event.check(2)).toThrow('a kept event must have features of its schema')
  })
})

describe('HardSamplingRegressor', () => {
  const scaled = () => new compose.Pipeline(new StandardScaler(), new LinearRegression())

  it('is the regressor itself with p = 0', () => {
    const [alone, model] = [
      scaled(),
      new HardSamplingRegressor({ regressor: scaled(), size: 5, p: 0, seed: 1 }),
    ]
    for (const { x, y } of rows(200)) {
      alone.learnOne(x, y)
      model.learnOne(x, y)
    }
    expect(model.predictOne({ a: 1, b: 1 })).toBe(alone.predictOne({ a: 1, b: 1 }))
  })

  it('heeds size, p, loss and seed', () => {
    const answer = (options: object) => {
      const given = { regressor: scaled(), size: 20, p: 0.3, seed: 1, ...options }
      const model = new HardSamplingRegressor(given)
      for (const { x, y } of rows(300)) model.learnOne(x, y)
      return model.predictOne({ a: 1, b: 0.5 })
    }
    const asymmetric = { call: (y: number, p: number) => Math.max(0, y - p) }
    const answers = [{}, { size: 3 }, { p: 0.6 }, { seed: 2 }, { loss: asymmetric }].map(answer)
    expect(new Set(answers).size).toBe(5)
    expect(answer({ loss: new losses.Absolute() })).toBe(answers[0])
  })

  it('learns frames as it learns events, and goes on after a snapshot', () => {
    const build = () => new HardSamplingRegressor({ regressor: scaled(), size: 9, p: 0.3, seed: 1 })
    const stream = rows(300)
    const [one, both] = [build(), build()]
    const predicted = stream.map(({ x, y }) => {
      const answer = one.predictOne(x)
      one.learnOne(x, y)
      return answer
    })
    const [frame, rest] = [stream.slice(0, 123), stream.slice(123)].map((part) =>
      Frame.fromRows(part.map(({ x }) => x)),
    )
    const ys = stream.map(({ y }) => y)
    const first = both.predictThenLearnMany(frame, ys.slice(0, 123))
    const learners = [HardSamplingRegressor, compose.Pipeline, StandardScaler, LinearRegression]
    const bytes = snapshot.save(both)
    const loaded = snapshot.load<HardSamplingRegressor>(bytes, { learners: learners as never })
    const second = loaded.predictThenLearnMany(rest, ys.slice(123))
    expect([...first, ...second]).toEqual(predicted)
    expect(snapshot.save(loaded)).toEqual(snapshot.save(one))
  })

  it('refuses a loss of classes', () => {
    const given = { regressor: scaled(), size: 9, p: 0.3 }
    expect(() => new HardSamplingRegressor({ ...given, loss: new losses.Log() as never })).toThrow(
      'HardSamplingRegressor: option "loss" must be a loss of numbers (or null), got a Log.',
    )
    expect(() => new HardSamplingRegressor({ ...given, loss: {} as never })).toThrow('of numbers')
  })
})

describe('HardSamplingClassifier', () => {
  it('asks for a loss of the kind of its classifier', () => {
    const given = { size: 9, p: 0.3 }
    const two = { ...given, classifier: new LogisticRegression() }
    const several = { ...given, classifier: new GaussianNB() }
    const [hinge, entropy] = [new losses.Hinge(), new losses.CrossEntropy()]
    expect(() => new HardSamplingClassifier({ ...two, loss: hinge })).not.toThrow()
    expect(() => new HardSamplingClassifier({ ...several, loss: entropy })).not.toThrow()
    expect(() => new HardSamplingClassifier({ ...two, loss: entropy })).toThrow(
      'HardSamplingClassifier: option "loss" must be a loss of two classes, ' +
        'as its classifier tells them (or null), got a CrossEntropy.',
    )
    expect(() => new HardSamplingClassifier({ ...several, loss: hinge })).toThrow(
      'must be a loss of several classes',
    )
  })

  it('tells the loss of a class that is not learned yet: the second of two is positive', () => {
    const truths: boolean[] = []
    const loss = {
      call: (truth: boolean, p: number) => {
        truths.push(truth)
        return truth ? 1 - p : p
      },
    }
    const classifier = new LogisticRegression()
    const model = new HardSamplingClassifier({ classifier, size: 1, p: 1, seed: 1, loss })
    model.learnOne({ a: 1 }, 'no')
    truths.length = 0
    model.learnOne({ a: 2 }, 'yes')
    expect(truths[0]).toBe(true)
  })

  it('learns frames as it learns events, and goes on after a snapshot', () => {
    for (const inner of [() => new LogisticRegression(), () => new GaussianNB()]) {
      const build = () =>
        new HardSamplingClassifier({ classifier: inner(), size: 9, p: 0.3, seed: 1 })
      const stream = rows(300)
      const ys = stream.map(({ y }) => (y > 0 ? 1 : 0))
      const [one, many, both] = [build(), build(), build()]
      const predicted = stream.map(({ x }, i) => {
        const answer = one.predictOne(x)
        one.learnOne(x, ys[i])
        return answer
      })
      const frame = Frame.fromRows(stream.map(({ x }) => x))
      many.learnMany(frame, ys)
      expect(both.predictThenLearnMany(frame, ys)).toEqual(predicted)
      const learners = [HardSamplingClassifier, LogisticRegression, GaussianNB]
      const loaded = snapshot.load(snapshot.save(many), { learners: learners as never })
      for (const model of [many, both, loaded]) {
        expect(snapshot.save(model as object)).toEqual(snapshot.save(one))
      }
    }
  })
})
