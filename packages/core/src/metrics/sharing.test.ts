import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Label } from '../data/labels.js'
import { CoelhoError, InvalidInputError, InvalidOptionError, SnapshotError } from '../errors.js'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import { Rolling } from '../utils/rolling.js'
import {
  Accuracy,
  AdjustedMutualInfo,
  base,
  ConfusionMatrix,
  F1,
  MacroRecall,
  Precision,
  Recall,
} from './index.js'

type Event = [yTrue: boolean, yPred: boolean, w: number]
type Taking = 'update' | 'revert'

const event: fc.Arbitrary<Event> = fc.tuple(fc.boolean(), fc.boolean(), fc.constantFrom(1, 2, 0.5))
const events = fc.array(event, { maxLength: 30 })
const learners = [base.Metrics, ConfusionMatrix, F1, Recall, Precision, Accuracy] as never

function shared() {
  const cm = new ConfusionMatrix()
  return { cm, all: [new F1({ cm }), new Recall({ cm }), new Accuracy({ cm })] }
}

const alone = (given: readonly Event[]) => {
  const cm = new ConfusionMatrix()
  for (const [yTrue, yPred, w] of given) cm.update(yTrue, yPred, { w })
  return cm
}

const columns = (given: readonly Event[]) =>
  [
    given.map(([yTrue]) => yTrue),
    given.map(([, yPred]) => yPred),
    { w: given.map(([, , w]) => w) },
  ] as const

function expectSame(cm: ConfusionMatrix, given: readonly Event[]): void {
  const expected = alone(given)
  expect(cm.nSamples).toBe(expected.nSamples)
  expect(cm.totalWeight).toBe(expected.totalWeight)
  expect(cm.data).toEqual(expected.data)
}

describe('metrics on one confusion matrix', () => {
  it('count each event once if each is given to every metric, in whatever order', () => {
    const orders = fc.array(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), { minLength: 30 })
    const law = fc.property(events, orders, (given, order) => {
      const { cm, all } = shared()
      given.forEach(([yTrue, yPred, w], i) => {
        for (const place of order[i]) {
          all[place].update(yTrue, yPred, { w })
          expect(cm.nSamples).toBe(i + 1)
        }
      })
      expectSame(cm, given)
    })
    fc.assert(law)
  })

  it('count what the first of them has been brought, however they overtake each other', () => {
    const piece = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 9 }))
    const law = fc.property(events, fc.array(piece, { maxLength: 30 }), (given, pieces) => {
      const { cm, all } = shared()
      const done = [0, 0, 0]
      for (const [place, count] of pieces) {
        const next = given.slice(done[place], done[place] + count)
        if (count === 1)
          for (const [yTrue, yPred, w] of next) all[place].update(yTrue, yPred, { w })
        else all[place].updateMany(...columns(next))
        done[place] += next.length
        expectSame(cm, given.slice(0, Math.max(...done)))
      }
    })
    fc.assert(law, { numRuns: 300 })
  })

  it('take events back once', () => {
    const law = fc.property(events, fc.integer({ min: 0, max: 30 }), (given, back) => {
      const { cm, all } = shared()
      const tell = (how: Taking, [yTrue, yPred, w]: Event) => {
        for (const metric of all) metric[how](yTrue, yPred, { w })
      }
      for (const each of given) tell('update', each)
      for (const each of given.slice(0, back)) tell('revert', each)
      expectSame(cm, given.slice(back))
    })
    fc.assert(law)
  })

  it('are only read while the matrix itself is updated, which counts all it is brought', () => {
    const { cm, all } = shared()
    const own = [new F1(), new Recall(), new Accuracy()]
    const law = fc.property(events, (given) => {
      for (const [yTrue, yPred, w] of given) cm.update(yTrue, yPred, { w })
      cm.updateMany(...columns(given))
      for (const metric of own) {
        metric.updateMany(...columns(given))
        metric.updateMany(...columns(given))
      }
      expect(all.map((m) => m.get())).toEqual(own.map((m) => m.get()))
      expect(cm.data).toEqual(own[0].cm.data)
    })
    fc.assert(law, { numRuns: 20 })
  })

  it('count for themselves what the matrix itself was brought too', () => {
    const { cm, all } = shared()
    for (const taker of [cm, ...all, cm]) taker.update(true, false)
    expect(cm.nSamples).toBe(3)
    cm.revert(true, false)
    for (const metric of all) metric.revert(true, false)
    expect(cm.nSamples).toBe(1)
    const other = alone([[false, true, 2]])
    for (let i = 0; i < 2; i++) cm.merge(other)
    expect(cm.totalWeight).toBe(5)
  })

  it('count each event once in one Metrics, with the matrix among them or not', () => {
    const places = fc.option(fc.integer({ min: 0, max: 3 }))
    const law = fc.property(events, places, (given, place) => {
      const { cm, all } = shared()
      const members: base.Member[] = [...all]
      if (place !== null) members.splice(place, 0, cm)
      const together = new base.Metrics(...members)
      for (const [yTrue, yPred, w] of given) together.update(yTrue, yPred, { w })
      expectSame(cm, given)
      together.updateMany(...columns(given))
      expectSame(cm, [...given, ...given])
      for (const [yTrue, yPred, w] of given) together.revert(yTrue, yPred, { w })
      expectSame(cm, given)
      const other = together.clone()
      other.updateMany(...columns(given))
      together.merge(other)
      expectSame(cm, [...given, ...given])
      expect(together.length).toBe(members.length)
    })
    fc.assert(law)
  })

  it('are level again once one of several in a Metrics has failed', () => {
    const { cm, all } = shared()
    const failing = {
      get: () => 0,
      update(yTrue: boolean): void {
        if (!yTrue) throw new Error('no')
      },
      revert(): void {},
    }
    const together = new base.Metrics(...all, failing)
    together.update(true, true)
    expect(() => together.update(false, true)).toThrow('no')
    expectSame(cm, [[true, true, 1]])
    for (const metric of [...all].reverse()) metric.update(true, false)
    expect(cm.nSamples).toBe(2)
  })

  it('start level with a matrix that has counted already', () => {
    const { cm, all } = shared()
    for (const metric of all) metric.update(true, true)
    const late = new Precision({ cm })
    for (const metric of [late, ...all]) metric.update(false, true)
    expect(cm.nSamples).toBe(2)
    late.update(true, false)
    expect(cm.nSamples).toBe(3)
  })

  it('still share it after saving and loading, in the middle of an event too', () => {
    const { all } = shared()
    const together = new base.Metrics(...all)
    together.update(true, false)
    all[0].update(false, true) // the others have not been told yet
    const loaded = load<base.Metrics>(save(together), { learners })
    const [f1, recall, accuracy] = loaded as Iterable<F1>
    expect(f1.cm).toBe(accuracy.cm)
    recall.update(false, true)
    accuracy.update(false, true)
    expect(f1.cm.nSamples).toBe(2)
    loaded.update(true, true)
    expect(f1.cm.nSamples).toBe(3)
    expect(f1.options.cm).toBe(f1.cm)
  })

  it('share a new one once they are cloned together, and have one each if cloned alone', () => {
    const { cm, all } = shared()
    const together = new base.Metrics(...all, cm)
    together.update(true, true)
    const clones = [...together.clone()] as F1[]
    expect(clones[0].cm).toBe(clones[2].cm)
    expect(clones[0].cm).toBe(clones[3])
    expect(clones[0].cm).not.toBe(cm)
    for (const metric of clones.slice(0, 3)) metric.update(true, false)
    expect(clones[0].cm.nSamples).toBe(1)
    const other = all[0].clone()
    other.update(true, true)
    expect(cm.nSamples).toBe(1)
    expect(other.cm.nSamples).toBe(1)
  })

  it('take a merge once', () => {
    const [one, other] = [shared(), shared()]
    for (const metric of other.all) metric.update(true, false)
    for (const metric of one.all) metric.update(true, true)
    one.all.forEach((metric, i) => {
      metric.merge(other.all[i] as never)
    })
    expectSame(one.cm, [
      [true, true, 1],
      [true, false, 1],
    ])
    one.all[0].merge(other.all[0] as never)
    expect(one.cm.nSamples).toBe(3)
  })

  it('can be held over windows together', () => {
    const law = fc.property(events, fc.integer({ min: 1, max: 5 }), (given, windowSize) => {
      const { cm, all } = shared()
      const windows = all.map((obj) => new Rolling({ obj, windowSize }))
      for (const [yTrue, yPred, w] of given) {
        for (const window of windows) window.update(yTrue, yPred, { w })
      }
      expectSame(cm, given.slice(-windowSize))
    })
    fc.assert(law)
  })

  it('refuse what cannot be counted also while they are behind, and stay there', () => {
    const { cm, all } = shared()
    const [first, second] = all
    first.update(true, true)
    const refused = [
      () => second.update(Number.NaN as never, true),
      () => second.update(true, true, { w: -1 }),
      () => second.revert(true, {} as never),
      () => second.updateMany([true], [null as never]),
      () => second.merge({} as never),
    ]
    for (const refuse of refused) expect(refuse).toThrow(CoelhoError)
    second.update(true, true)
    expect(cm.nSamples).toBe(1)
    second.update(true, true)
    expect(cm.nSamples).toBe(2)
  })

  it('ask once for an update or a list whether they are behind', () => {
    const metric = new Accuracy()
    metric.update(true, false)
    const behind = vi.spyOn(metric.cm.turns, 'behind')
    const check = vi.spyOn(metric.cm.counts, 'check')
    metric.update(true, false)
    expect(behind).toHaveBeenCalledTimes(1)
    metric.updateMany([true, true, true], [true, false, false])
    expect(behind).toHaveBeenCalledTimes(2)
    expect(check).toHaveBeenCalledTimes(0)
    expect(metric.cm.nSamples).toBe(5)
  })

  it('are refused another kind of matrix, and events that one of them refuses', () => {
    expect(() => new F1({ cm: new Map() as never })).toThrow(InvalidOptionError)
    const cm = new ConfusionMatrix()
    const together = new base.Metrics(new F1({ cm }), new AdjustedMutualInfo({ cm }))
    together.update(true, true)
    expect(() => together.update(true, true, { w: 0.5 })).toThrow(InvalidInputError)
    expect(cm.nSamples).toBe(1)
    together.update(false, true)
    expect(cm.nSamples).toBe(2)
  })

  it('are not loaded with another matrix than that of their options', () => {
    const metric = new F1({ cm: new ConfusionMatrix() })
    Object(metric).cm = new ConfusionMatrix()
    expect(() => load(save(metric), { learners })).toThrow(SnapshotError)
  })
})

describe('a binary metric', () => {
  it('takes any label for the positive one: that class against the rest', () => {
    const labels: Label[] = ['bird', 'cat', 'dog']
    const pair = fc.tuple(fc.constantFrom(...labels), fc.constantFrom(...labels))
    const law = fc.property(fc.array(pair), (given) => {
      const metric = new F1({ posVal: 'bird' })
      const asBooleans = new F1()
      for (const [yTrue, yPred] of given) {
        metric.update(yTrue, yPred)
        asBooleans.update(yTrue === 'bird', yPred === 'bird')
      }
      expect(metric.get()).toBe(asBooleans.get())
    })
    fc.assert(law)
  })

  it('is 0 while its class was never seen, and refuses what is no label', () => {
    const metric = new Recall({ posVal: 'bird' })
    metric.update('cat', 'cat')
    expect(metric.get()).toBe(0)
    expect(() => new Recall({ posVal: Number.NaN })).toThrow('Recall: option "posVal" must be')
  })

  it('shares a matrix with metrics of all classes', () => {
    const cm = new ConfusionMatrix()
    const both = new base.Metrics(new Recall({ cm, posVal: 'b' }), new MacroRecall({ cm }))
    both.updateMany(['a', 'b', 'b', 'c'], ['a', 'b', 'a', 'c'])
    expect(both.get()).toEqual([0.5, 2.5 / 3])
  })
})
