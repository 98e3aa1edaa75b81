import { BinaryLabels, Frame, Labels, Schema, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { Committee } from './committee.js'
import {
  ADWINBaggingClassifier,
  ADWINBoostingClassifier,
  AdaBoostClassifier,
  BaggingClassifier,
  BOLEClassifier,
  LeveragingBaggingClassifier,
  StackingClassifier,
  VotingClassifier,
} from './index.js'
import { codeOf, LabelCodes } from './label-codes.js'
import { encoded, mixedEvents, tree } from './streams.test-support.js'

const LABELS = ['low', 'mid', 'high', 3, true]
const few = { nModels: 3, seed: 11 }

const ensembles = {
  AdaBoostClassifier: () => new AdaBoostClassifier({ model: encoded(), ...few }),
  ADWINBaggingClassifier: () => new ADWINBaggingClassifier({ model: encoded(), ...few }),
  ADWINBoostingClassifier: () => new ADWINBoostingClassifier({ model: encoded(), ...few }),
  BaggingClassifier: () => new BaggingClassifier({ model: encoded(), ...few }),
  'BaggingClassifier of trees': () => new BaggingClassifier({ model: tree(), ...few }),
  BOLEClassifier: () => new BOLEClassifier({ model: encoded(), ...few }),
  LeveragingBaggingClassifier: () =>
    new LeveragingBaggingClassifier({ model: encoded(), ...few, w: 1, adwinDelta: 0.9 }),
  StackingClassifier: () =>
    new StackingClassifier({ models: [tree(), encoded()], metaClassifier: tree() }),
  VotingClassifier: () => new VotingClassifier({ models: [tree(), encoded()] }),
} as const

describe.each(Object.entries(ensembles))('%s', (_, make) => {
  const events = mixedEvents(8, 160, LABELS)
  const frame = Frame.fromRows(events.map(([x]) => x))
  const labels = events.map(([, y]) => y)
  const empty = { a: null, shop: null, late: null } // as the cells of a frame are
  const rows = events.map(([x]) => ({ ...empty, ...x }))

  it('learns a frame as it learns its rows one by one', () => {
    const [many, one] = [make(), make()]
    const predicted = many.predictThenLearnMany(frame, labels)
    rows.forEach((x, i) => {
      expect(one.predictOne(x)).toBe(predicted[i])
      one.learnOne(x, labels[i])
    })
    for (const x of rows) expect(many.predictProbaOne(x)).toEqual(one.predictProbaOne(x))
  })

  it('goes on after a snapshot as if it had not been interrupted', () => {
    const model = make()
    for (const [x, y] of events.slice(0, 90)) model.learnOne(x, y)
    const loaded = load<typeof model>(snapshot.save(model))
    for (const [x, y] of events.slice(90)) {
      expect(loaded.predictProbaOne(x)).toEqual(model.predictProbaOne(x))
      model.learnOne(x, y)
      loaded.learnOne(x, y)
    }
    expect(snapshot.save(loaded)).toEqual(snapshot.save(model))
  })

  it('begins anew as a clone, with models of its own', () => {
    const model = make()
    for (const [x, y] of events.slice(0, 30)) model.learnOne(x, y)
    const clone = model.clone()
    expect(clone.predictProbaOne(events[0][0]).size).toBe(0)
    for (const [x, y] of events) clone.learnOne(x, y)
    const fresh = make()
    for (const [x, y] of events) fresh.learnOne(x, y)
    expect(clone.predictProbaOne(events[3][0])).toEqual(fresh.predictProbaOne(events[3][0]))
  })
})

describe('a snapshot of an ensemble', () => {
  const fields = (model: object) => model as unknown as Record<string, Record<string, unknown[]>>

  it('is refused if a model is missing, or shared, or of another kind', () => {
    const refused = (change: (list: unknown[]) => void) => {
      const model = ensembles.BaggingClassifier()
      change(fields(model)['committee']['list'])
      expect(() => load(snapshot.save(model))).toThrow(
        /BaggingClassifier must be copies|must have 3 models|must belong to one/,
      )
    }
    refused((list) => list.pop())
    refused((list) => list.splice(0, 1, list[1]))
    refused((list) => list.splice(0, 1, new GaussianNB()))
    refused((list) => list.splice(0, 1, encoded()))
  })

  it('is refused if a detector is missing or shared', () => {
    const refused = (change: (list: unknown[]) => void) => {
      const model = ensembles.ADWINBaggingClassifier()
      change(fields(model)['watch']['detectors'])
      expect(() => load(snapshot.save(model))).toThrow(
        /must have a detector for each|must belong to one/,
      )
    }
    refused((list) => list.pop())
    refused((list) => list.splice(0, 1, list[1]))
  })

  it('is refused if weights are none, or an order is none', () => {
    const model = ensembles.BOLEClassifier()
    const { boost, ranking } = model as unknown as {
      boost: { correct: Float64Array }
      ranking: Int32Array
    }
    boost.correct[1] = -1
    expect(() => load(snapshot.save(model))).toThrow('two weights for each of its models')
    boost.correct[1] = 1
    ranking[0] = ranking[1]
    expect(() => load(snapshot.save(model))).toThrow('must have an order of its models')
  })
})

describe('the label codes of an ensemble and a model', () => {
  it('are matched again whenever one of them meets a label', () => {
    const [outer, inner] = [new Labels(), new Labels()]
    const codes = new LabelCodes(outer)
    for (const label of ['a', 'b', 'c']) outer.add(label)
    expect(codes.toInner(inner, 2)).toBe(-1)
    inner.add('c')
    expect(codes.toInner(inner, 2)).toBe(0)
    expect(codes.toOuter(inner)[0]).toBe(2)
    inner.add('z')
    expect(codes.toOuter(inner)[1]).toBe(-1)
    outer.add('z')
    expect(codes.toOuter(inner)[1]).toBe(3)
  })

  it('keep 1 and true apart as long as a binary model does', () => {
    const [outer, inner] = [new BinaryLabels(), new BinaryLabels()]
    const codes = new LabelCodes(outer)
    outer.add(1)
    expect(codes.label(1)).toBe(1)
    inner.add(1)
    outer.add(-1)
    inner.add(-1)
    expect([0, 1].map((code) => codes.label(code))).toEqual([-1, 1])
    expect([0, 1].map((code) => codes.toInner(inner, code))).toEqual([0, 1])
  })

  it('are found by what a binary model tells, too', () => {
    const labels = new BinaryLabels()
    expect(codeOf(labels, true)).toBe(1)
    expect(codeOf(labels, 'yes')).toBe(-1)
  })
})

describe('models that vote', () => {
  it('break ties by whom they name first', () => {
    const schema = new Schema()
    const labels = new Labels()
    const committee = new Committee([new GaussianNB(), new GaussianNB()], schema, labels)
    for (const label of ['a', 'b']) labels.add(label)
    const [first, second] = committee.list as unknown as GaussianNB[]
    first.learnOne({ x: 1 }, 'b')
    second.learnOne({ x: 1 }, 'a')
    const model = new GaussianNB({ schema })
    const row = (model as unknown as { door: { read(x: object): never } }).door.read({ x: 1 })
    const scores = new Float64Array(2)
    expect(committee.vote(row, scores)).toBe(true)
    expect([...scores]).toEqual([1, 1])
    expect(committee.winner(row, scores)).toBe(1)
    expect(committee.voteByLabel(row, scores)).toBe(1)
  })

  it('have no vote if their weight is none', () => {
    const model = new BOLEClassifier({ model: new LogisticRegression(), nModels: 2, seed: 1 })
    const { boost } = model as unknown as { boost: Record<'correct' | 'wrong', Float64Array> }
    boost.correct.set([3, 1])
    boost.wrong.set([1, 3])
    const [first] = model.models as unknown as LogisticRegression[]
    for (let i = 0; i < 20; i++) first.learnOne({ x: 1 }, true)
    expect(model.predictProbaOne({ x: 1 })).toEqual(first.predictProbaOne({ x: 1 }))
  })
})
