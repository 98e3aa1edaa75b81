import { Frame, type Label, random, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import * as drift from '../drift/index.js'
import {
  ExtremelyFastDecisionTreeClassifier,
  HoeffdingTreeClassifier,
  LASTClassifier,
} from './index.js'

type Event = [x: Record<string, number | string>, y: Label]

/** Early on a feature tells the class, later another one does. */
function shifting(count: number, at: number): Event[] {
  const rng = new random.Random(3)
  return Array.from({ length: count }, (_, i) => {
    const [early, late, shop] = [rng.random(), rng.random(), 'xyz'[rng.randrange(3)]]
    return [{ early, late, shop }, (i < at ? early : late) > 0.5 ? 1 : 0]
  })
}

const EVENTS = shifting(4000, 400)
const EAGER = { gracePeriod: 50, delta: 0.05, tau: 0.01 }

function taught<Model extends { learnOne(x: Event[0], y: Label): void }>(
  model: Model,
  events: readonly Event[] = EVENTS,
): Model {
  for (const [x, y] of events) model.learnOne(x, y)
  return model
}

/** One by one, by frames and from a snapshot in mid-stream the same model comes out. */
function expectOneWay(
  make: () => ExtremelyFastDecisionTreeClassifier | LASTClassifier,
  learners: readonly never[],
): void {
  const one = make()
  const expected = EVENTS.map(([x, y]) => {
    const predicted = one.predictOne(x)
    one.learnOne(x, y)
    return predicted
  })
  const labels = EVENTS.map(([, y]) => y)
  const many = make()
  expect(many.predictThenLearnMany(Frame.fromRows(EVENTS.map(([x]) => x)), labels)).toEqual(
    expected,
  )
  const saved = snapshot.save(taught(make(), EVENTS.slice(0, 1500)))
  const other = snapshot.load<typeof one>(saved, { learners })
  taught(other, EVENTS.slice(1500))
  expect(snapshot.save(other)).toEqual(snapshot.save(one))
  expect(snapshot.save(many)).toEqual(snapshot.save(one))
}

describe('an extremely fast decision tree', () => {
  const make = (options = {}) => new ExtremelyFastDecisionTreeClassifier({ ...EAGER, ...options })

  it('splits where a Hoeffding tree still cannot tell the two best features apart', () => {
    const twins = EVENTS.slice(0, 400).map(
      ([x, y]): Event => [{ a: Number(x['early']), b: Number(x['early']) }, y],
    )
    const plain = new HoeffdingTreeClassifier({ gracePeriod: 50, delta: 0.05, tau: 0.01 })
    expect(taught(plain, twins).nNodes).toBe(1)
    expect(taught(make(), twins).nNodes).toBeGreaterThan(1)
  })

  it('replaces a split when another one has become better', () => {
    const model = taught(make(), EVENTS.slice(0, 400))
    expect(model.toText()).toMatch(/^early ≤ /)
    expect(taught(model, EVENTS.slice(400)).toText()).toMatch(/^late ≤ /)
    expect(model.predictOne({ early: 0.9, late: 0.1, shop: 'x' })).toBe(0)
  })

  it('minSamplesReevaluate: a branch is left alone until so much has come', () => {
    const model = taught(make({ minSamplesReevaluate: 1e6 }))
    expect(model.toText()).toMatch(/^early ≤ /)
  })

  it('is the same by frames, one by one, and after a snapshot', () => {
    expectOneWay(() => make(), [ExtremelyFastDecisionTreeClassifier] as never)
  })

  it('sends an event without an answer the way of most events', () => {
    const model = taught(make())
    expect(model.debugOne({ shop: 'x' })).toContain('(as most events)')
    expect(model.predictOne({ shop: 'x' })).toBeDefined()
    expect(model.summary.nNodes).toBe(model.nNodes)
    expect(model.toDot()).toContain('late')
  })

  it('puts leaves to rest where it grows too large, whose branches count too', () => {
    const model = taught(make({ maxSize: 0.004, memoryEstimatePeriod: 200 }))
    expect(model.nInactiveLeaves).toBeGreaterThan(0)
  })

  it('refuses a snapshot whose branch has forgotten what it knew', () => {
    const model = taught(make())
    Reflect.get(model, 'tree').nodes.leaves[0] = null
    expect(() => snapshot.copy(model)).toThrow(SnapshotError)
  })
})

describe('a LAST tree', () => {
  const make = (options = {}) => new LASTClassifier(options)

  it('splits a leaf when its error changes, and not before', () => {
    const calm = taught(make(), EVENTS.slice(0, 400))
    expect(calm.nNodes).toBe(1)
    expect(taught(calm, EVENTS.slice(400)).nNodes).toBeGreaterThan(1)
  })

  it('changeDetector: without any report it never splits', () => {
    expect(taught(make({ changeDetector: new drift.NoDrift() })).nNodes).toBe(1)
  })

  it('trackError: else it watches how mixed the classes are', () => {
    const changeDetector = new drift.PageHinkley({ threshold: 2 })
    const [error, mixture] = [true, false].map((trackError) =>
      taught(make({ trackError, changeDetector })).toText(),
    )
    expect(error).not.toBe(mixture)
  })

  it('is the same by frames, one by one, and after a snapshot', () => {
    for (const leafPrediction of ['mc', 'nb', 'nba'] as const) {
      expectOneWay(() => make({ leafPrediction }), [LASTClassifier] as never)
    }
  })

  it('refuses what it cannot watch', () => {
    expect(() => make({ changeDetector: 3 })).toThrow('option "changeDetector" must be')
    const binary = { changeDetector: new drift.binary.DDM(), trackError: false }
    expect(() => make(binary)).toThrow('must be a drift detector that takes numbers')
    expect(() => make({ trackError: false, splitCriterion: 'hellinger' })).toThrow(
      'LASTClassifier: option "trackError" must be true with the criterion "hellinger", which ' +
        'compares branches only, got false.',
    )
  })
})
