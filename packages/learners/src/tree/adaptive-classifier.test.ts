import { Frame, random, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import * as drift from '../drift/index.js'
import {
  HoeffdingAdaptiveTreeClassifier,
  type HoeffdingAdaptiveTreeClassifierOptions,
  HoeffdingTreeClassifier,
} from './index.js'

type Event = [x: Record<string, number | string>, y: string]
type Options = Partial<HoeffdingAdaptiveTreeClassifierOptions>

/** What is told by the value changes every `period` events, and one label in ten is wrong. */
function flips(count: number, period: number): Event[] {
  const rng = new random.Random(8)
  return Array.from({ length: count }, (_, i) => {
    const [a, b, shop] = [rng.random(), rng.random(), 'xyz'[rng.randrange(3)]]
    const isHigh = [a > 0.5, b > 0.3, a < 0.5, shop === 'x'][Math.floor(i / period) % 4]
    return [{ a, b, shop }, isHigh !== rng.random() < 0.1 ? 'high' : 'low']
  })
}

const EAGER: Options = { gracePeriod: 40, delta: 0.05, driftWindowThreshold: 40, seed: 1 }

/** Teaches the events; the share of right predictions before each was learned. */
function accuracy(
  model: HoeffdingTreeClassifier | HoeffdingAdaptiveTreeClassifier,
  events: readonly Event[],
): number {
  let right = 0
  for (const [x, y] of events) {
    if (model.predictOne(x) === y) right++
    model.learnOne(x, y)
  }
  return right / events.length
}

function grown(options: Options, events: readonly Event[]): HoeffdingAdaptiveTreeClassifier {
  const model = new HoeffdingAdaptiveTreeClassifier({ ...EAGER, ...options })
  for (const [x, y] of events) model.learnOne(x, y)
  return model
}

const EVENTS = flips(8000, 1000)
const has = (model: HoeffdingAdaptiveTreeClassifier) => Reflect.get(model, 'alternates').any
const numbers = (model: HoeffdingAdaptiveTreeClassifier) => [
  model.nAlternateTrees,
  model.nPrunedAlternateTrees,
  model.nSwitchAlternateTrees,
]

describe('an adaptive Hoeffding tree for classes', () => {
  it('follows changes that a plain one cannot follow', () => {
    const { gracePeriod, delta } = EAGER as Required<Options>
    const plain = accuracy(new HoeffdingTreeClassifier({ gracePeriod, delta }), EVENTS)
    const adaptive = accuracy(new HoeffdingAdaptiveTreeClassifier(EAGER), EVENTS)
    expect(adaptive).toBeGreaterThan(plain + 0.1)
  })

  it('plants alternates, gives some up, and lets others take over', () => {
    const model = grown({}, EVENTS)
    const [planted, , switched] = numbers(model)
    expect(planted).toBeGreaterThan(3)
    expect(switched).toBeGreaterThan(0)
    expect(model.summary).toMatchObject({
      nNodes: model.nNodes,
      nLeaves: model.nLeaves,
      nBranches: model.nBranches,
      height: model.height,
      nAlternateTrees: planted,
      nSwitchAlternateTrees: switched,
    })
  })

  it('goes on from a snapshot to the last bit, alternates included', () => {
    const model = new HoeffdingAdaptiveTreeClassifier({ ...EAGER, gracePeriod: 200 })
    const start = EVENTS.findIndex(([x, y]) => {
      model.learnOne(x, y)
      return has(model)
    })
    expect(start).toBeGreaterThan(0)
    const learners = [HoeffdingAdaptiveTreeClassifier]
    const other = snapshot.load<HoeffdingAdaptiveTreeClassifier>(snapshot.save(model), { learners })
    expect(has(other)).toBe(true)
    for (const [x, y] of EVENTS.slice(start + 1)) {
      expect(other.predictProbaOne(x)).toEqual(model.predictProbaOne(x))
      for (const each of [model, other]) each.learnOne(x, y)
    }
    expect(snapshot.save(other)).toEqual(snapshot.save(model))
  })

  it('learns and predicts many in one pass as one by one', () => {
    const one = new HoeffdingAdaptiveTreeClassifier(EAGER)
    const expected = EVENTS.map(([x, y]) => {
      const predicted = one.predictOne(x)
      one.learnOne(x, y)
      return predicted
    })
    const many = new HoeffdingAdaptiveTreeClassifier(EAGER)
    const frame = Frame.fromRows(EVENTS.map(([x]) => x))
    const labels = EVENTS.map(([, y]) => y)
    expect(many.predictThenLearnMany(frame, labels)).toEqual(expected)
    expect(many.toText()).toBe(one.toText())
  })

  it('uses the numbers of nodes again that were cut off', () => {
    const model = new HoeffdingAdaptiveTreeClassifier(EAGER)
    const room: number[] = []
    for (let round = 0; round < 4; round++) {
      accuracy(model, EVENTS)
      room.push(Reflect.get(model, 'tree').nodes.count)
    }
    expect(room[3]).toBeLessThan(3 * room[0])
  })

  it('is shown as a plain tree is', () => {
    const model = grown({}, EVENTS)
    expect(model.toText().split('\n').length).toBeGreaterThanOrEqual(model.nLeaves)
    expect(model.toDot().match(/label="/g)?.length).toBe(2 * model.nNodes - 1)
    expect(model.debugOne(EVENTS[0][0])).toContain('%')
    expect(new HoeffdingAdaptiveTreeClassifier().debugOne({ a: 1 })).toBe('')
  })
})

describe('the options of an adaptive tree', () => {
  it('bootstrapSampling: without it the seed decides nothing', () => {
    const text = (options: Options) => grown(options, EVENTS.slice(0, 3000)).toText()
    expect(text({ seed: 2 })).not.toBe(text({ seed: 3 }))
    expect(text({ seed: 2, bootstrapSampling: false })).toBe(
      text({ seed: 3, bootstrapSampling: false }),
    )
  })

  it('seed: a seed that was drawn is told, and repeats the run', () => {
    const first = grown({ seed: null }, EVENTS.slice(0, 2000))
    const again = grown({ seed: first.seed }, EVENTS.slice(0, 2000))
    expect(again.toText()).toBe(first.toText())
  })

  it('driftDetector: any detector will do, one that never reports plants nothing', () => {
    expect(grown({ driftDetector: new drift.NoDrift() }, EVENTS).nAlternateTrees).toBe(0)
    expect(grown({ driftDetector: new drift.binary.DDM() }, EVENTS).nAlternateTrees).not.toBe(
      grown({}, EVENTS).nAlternateTrees,
    )
  })

  it('driftWindowThreshold: nothing is compared before both have seen so much', () => {
    const slow = { gracePeriod: 200, driftWindowThreshold: 1e6 }
    expect(numbers(grown(slow, EVENTS)).slice(1)).toEqual([0, 0])
  })

  it('switchSignificance: the surer it has to be, the later an alternate takes over', () => {
    const at = (switchSignificance: number) =>
      grown({ gracePeriod: 1000, switchSignificance }, EVENTS).toText()
    expect(at(1e-12)).not.toBe(at(0.9))
  })

  it('maxSize: leaves are put to rest, and with stopMemManagement it stops growing', () => {
    const small = { maxSize: 0.01, memoryEstimatePeriod: 500 }
    expect(grown(small, EVENTS).toText()).not.toBe(grown({}, EVENTS).toText())
    const stopped = grown({ ...small, stopMemManagement: true }, EVENTS)
    const before = stopped.nNodes
    for (const [x, y] of EVENTS) stopped.learnOne(x, y)
    expect(stopped.nNodes).toBeLessThanOrEqual(before)
  })

  it('refuses what is no drift detector', () => {
    const refused = () => new HoeffdingAdaptiveTreeClassifier({ driftDetector: {} as never })
    expect(refused).toThrow(
      'HoeffdingAdaptiveTreeClassifier: option "driftDetector" must be a drift detector ' +
        '(or null), got an object.',
    )
  })

  it('refuses a snapshot whose alternates stand nowhere', () => {
    for (const aside of [1, 10_000]) {
      const model = grown({}, EVENTS.slice(0, 900))
      Reflect.get(model, 'alternates').beside[0] = aside
      expect(() => snapshot.copy(model)).toThrow(SnapshotError)
    }
  })
})
