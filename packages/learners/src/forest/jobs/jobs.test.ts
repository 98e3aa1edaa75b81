import { compose, Frame, type Label, metrics, Row, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learners, load } from '../../all/index.js'
import { ADWIN } from '../../drift/index.js'
import { SRPClassifier, SRPRegressor } from '../../ensemble/index.js'
import type { Score } from '../../ensemble/member.js'
import { LogisticRegression } from '../../linear-model/index.js'
import { StandardScaler } from '../../preprocessing/index.js'
import { HoeffdingTreeClassifier } from '../../tree/index.js'
import { AMFClassifier, AMFRegressor, ARFClassifier, ARFRegressor } from '../index.js'
import { WorkerError } from './channel.js'
import {
  BRING,
  FAILED,
  FETCH,
  FIRST,
  LOAD,
  newMemory,
  OPERATION,
  PASS,
  ROOM_BYTES,
  roomOf,
  SAVE,
  SECOND,
  SHARE,
  THIRD,
} from './memory.js'
import { Desk } from './serve.js'
import { ASK, LEARN } from './spreadable.js'
import { TapeReader, TapeWriter } from './tape.js'

/** A worker in this thread: it does at once what it is asked. */
class Clerk {
  readonly room = roomOf(newMemory())
  readonly isUp = true
  private readonly desk = new Desk(this.room, learners)

  ask(operation: number, first = 0, second = 0, third = 0): void {
    const { words } = this.room
    words.set([operation, 0, 0, 0, 1, first, second, third], OPERATION)
    words[SHARE] = 1
    words[FIRST] = first
    words[SECOND] = second
    words[THIRD] = third
    this.desk.answer()
    this.wait()
  }

  wait(): void {
    const { words, outputBytes } = this.room
    if (words[FAILED] === 0) return
    throw new WorkerError(new TextDecoder().decode(outputBytes.slice(0, words[FAILED])))
  }

  sweep(): void {}

  send(_share: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += ROOM_BYTES) {
      const part = bytes.subarray(at, at + ROOM_BYTES)
      this.room.inputBytes.set(part)
      this.ask(BRING, part.length, bytes.length, at)
    }
    this.ask(LOAD)
  }

  pass(_share: number, numbers: Float64Array, rows: number, width: number, step: number): void {
    this.room.input.set(numbers)
    this.ask(PASS, rows, width, step)
  }

  fetch(): Uint8Array {
    this.ask(SAVE)
    const bytes = new Uint8Array(this.room.words[FIRST])
    for (let at = 0; at < bytes.length; at += ROOM_BYTES) {
      this.ask(FETCH, at)
      bytes.set(this.room.outputBytes.subarray(0, Math.min(ROOM_BYTES, bytes.length - at)), at)
    }
    return bytes
  }
}

type Forest =
  | ARFClassifier
  | ARFRegressor
  | AMFClassifier
  | AMFRegressor
  | SRPClassifier
  | SRPRegressor

/** Gives a model workers of this kind. */
function employ<Model extends Forest>(model: Model, make: () => object = () => new Clerk()): Model {
  const staff: object[] = []
  const hold = {
    share: 1,
    failure: undefined,
    workers(count: number) {
      while (staff.length < count) staff.push(make())
      return staff
    },
    forget() {},
    release() {},
  }
  Object.assign(Reflect.get(model, 'spread') as object, { hold })
  return model
}

/** Features, labels and gaps that come little by little. */
const rows = Array.from({ length: 1200 }, (_, i) => {
  const x: Record<string, number> = { a: (i * 37) % 101, b: (i * 53) % 97, c: (i * 7) % 11 }
  if (i % 17 === 0) delete x['b']
  if (i >= 500) x['late'] = (i * 13) % 29
  return x
})
const classes = rows.map(({ a, b = 40, c }, i): Label => {
  return i > 700 && c === 3 ? 'odd' : a + b > 100 === i < 600 ? 'high' : 'low'
})
const numbers = rows.map(({ a, b = 40, c }) => a - 2 * b + c)

/** All that a model says while it learns, some of it by frames and some one by one. */
function told(model: Forest): unknown[] {
  const said: unknown[] = []
  for (let at = 0; at < rows.length; at += 300) {
    const frame = Frame.fromRows(rows.slice(at, at + 300))
    const y = (model.kind === 'classifier' ? classes : numbers).slice(at, at + 300)
    const w = y.map((_, i) => i % 3)
    const classifier = model as ARFClassifier // or whichever: it is told what it takes
    said.push(...classifier.predictThenLearnMany(frame, y, at === 600 ? { w } : {}))
    said.push(...classifier.predictMany(frame))
    if (at === 300) said.push(model.predictOne({ a: 50, other: 2 }))
    classifier.learnMany(frame, y)
  }
  return said
}

/** What a model is, whatever its number of threads. */
function essence(model: Forest): string {
  const plain = load<{ options: object }>(snapshot.save(model))
  plain.options = { ...plain.options, nJobs: 1 }
  return snapshot.save(plain).join()
}

const eager = { nModels: 4, gracePeriod: 20, seed: 7 }
const classifier = (nJobs: number | null) =>
  new ARFClassifier({ ...eager, nJobs, driftDetector: new ADWIN({ delta: 0.1 }) })
const makes: Record<string, (nJobs: number | null) => Forest> = {
  ARFClassifier: classifier,
  'ARFClassifier by a metric of probabilities': (nJobs) =>
    new ARFClassifier({ ...eager, nJobs, metric: new metrics.CrossEntropy() as Score }),
  ARFRegressor: (nJobs) => new ARFRegressor({ ...eager, nJobs }),
  'ARFRegressor by weights': (nJobs) =>
    new ARFRegressor({
      ...eager,
      nJobs,
      aggregationMethod: 'mean',
      disableWeightedVote: false,
    }),
  AMFClassifier: (nJobs) => new AMFClassifier({ nEstimators: 4, seed: 7, nJobs }),
  AMFRegressor: (nJobs) => new AMFRegressor({ nEstimators: 4, seed: 7, nJobs }),
  SRPClassifier: (nJobs) =>
    new SRPClassifier({
      model: new HoeffdingTreeClassifier({ gracePeriod: 20, delta: 0.1 }),
      nModels: 4,
      lam: 1,
      seed: 7,
      nJobs,
      driftDetector: new ADWIN({ delta: 0.1 }),
      warningDetector: new ADWIN({ delta: 0.5 }),
    }),
  SRPRegressor: (nJobs) => new SRPRegressor({ nModels: 4, seed: 7, nJobs }),
  'SRPRegressor by weights': (nJobs) =>
    new SRPRegressor({ nModels: 4, seed: 7, nJobs, disableWeightedVote: false }),
  'SRPRegressor by the median': (nJobs) =>
    new SRPRegressor({ nModels: 4, seed: 7, nJobs, aggregationMethod: 'median' }),
}

describe('a forest over threads', () => {
  for (const name of Object.keys(makes)) {
    it(`comes to the same as in one thread, to the bit: ${name}`, () => {
      const one = makes[name](1)
      const said = told(one)
      for (const nJobs of [2, 3]) {
        const more = employ(makes[name](nJobs))
        expect(told(more)).toEqual(said)
        expect(more.jobs.threads).toBe(nJobs)
        expect(essence(more)).toBe(essence(one))
        expect(more.jobs.threads).toBe(1)
      }
    })
  }

  it('draws otherwise than with one generator for all trees, but the same for any number', () => {
    expect(told(makes['ARFClassifier'](1))).not.toEqual(told(makes['ARFClassifier'](null)))
    expect(told(makes['ARFRegressor'](1))).not.toEqual(told(makes['ARFRegressor'](null)))
    expect(told(makes['SRPClassifier'](1))).not.toEqual(told(makes['SRPClassifier'](null)))
    expect(told(makes['SRPRegressor'](1))).not.toEqual(told(makes['SRPRegressor'](null)))
    expect(told(makes['AMFClassifier'](1))).toEqual(told(makes['AMFClassifier'](null)))
  })

  it('stays in one thread where there is no worker, and says why', async () => {
    const model = makes['ARFClassifier'](2)
    expect(await model.jobs.start()).toBe(false) // sources have no built worker
    expect(told(model)).toEqual(told(makes['ARFClassifier'](1)))
    expect(model.jobs.threads).toBe(1)
    expect(model.jobs.reason).toMatch(/^a worker did not start: /)
    model.jobs.end()
  })

  it('stays in one thread where a worker does not know what it holds', () => {
    class OwnDetector extends ADWIN {
      static override readonly id = 'test.OwnDetector' as 'drift.ADWIN'
    }
    const make = (nJobs: number) =>
      new ARFClassifier({ ...eager, nJobs, driftDetector: new OwnDetector() })
    const model = employ(make(2))
    expect(told(model)).toEqual(told(make(1)))
    expect(model.jobs.reason).toMatch('test.OwnDetector')
  })

  it('replaces models that are with workers as it does those that are here', () => {
    const model = employ(makes['SRPClassifier'](2) as SRPClassifier)
    told(model)
    const members = model.planted.members // what was counted where the models were
    expect(model.jobs.threads).toBe(2)
    expect(model.models.length).toBe(4) // calls them back
    expect(members.every(({ nWarnings }) => nWarnings > 0)).toBe(true)
    expect(members.some(({ nSwaps }) => nSwaps > 0)).toBe(true)
  })

  it('stays in one thread where copies of a model may refuse a row', () => {
    const pipeline = () => new compose.Pipeline(new StandardScaler(), new LogisticRegression())
    const make = (nJobs: number) =>
      new SRPClassifier({ model: pipeline(), nModels: 2, seed: 7, nJobs })
    const model = employ(make(2))
    const binary = classes.map((label) => label === 'high')
    const frame = Frame.fromRows(rows)
    const said = make(1).predictThenLearnMany(frame, binary)
    expect(model.predictThenLearnMany(frame, binary)).toEqual(said)
    expect(model.jobs).toMatchObject({
      threads: 1,
      reason: 'models in the leaves may refuse a row',
    })
  })

  it('goes on from a snapshot that was taken while trees were out', () => {
    const model = employ(classifier(2))
    const frame = Frame.fromRows(rows)
    model.learnMany(frame, classes)
    expect(model.jobs.threads).toBe(2)
    const again = employ(load<ARFClassifier>(snapshot.save(model)))
    expect(told(again)).toEqual(told(model))
  })

  it('is lost when a worker fails, and says so from then on', () => {
    class Tired extends Clerk {
      private left = 2

      override pass(...args: Parameters<Clerk['pass']>): void {
        if (this.left-- === 0) throw new Error('out of memory')
        super.pass(...args)
      }
    }
    const model = employ(classifier(2), () => new Tired())
    const text = 'trees are lost, go on from a snapshot (out of memory)'
    expect(() => told(model)).toThrow(text)
    expect(() => model.predictOne({ a: 1 })).toThrow(text)
    expect(() => snapshot.save(model)).toThrow(text)
  })

  it('learns nothing of a frame it refuses', () => {
    const model = employ(classifier(2))
    told(model)
    const before = essence(model)
    const frame = Frame.fromRows(rows.slice(0, 100))
    expect(() => model.learnMany(frame, [...classes.slice(0, 99), Number.NaN])).toThrow('label')
    expect(essence(model)).toBe(before)
  })

  it('does not send trees out again at once when they were called back', () => {
    const model = employ(classifier(2))
    const frame = Frame.fromRows(rows.slice(0, 200))
    model.learnMany(frame, classes.slice(0, 200))
    expect(model.jobs.threads).toBe(2)
    model.predictOne({ a: 1 })
    model.learnMany(frame, classes.slice(0, 200))
    expect(model.jobs).toMatchObject({ threads: 1, reason: 'the trees were needed here' })
    model.learnMany(frame, classes.slice(0, 200))
    expect(model.jobs.threads).toBe(2)
  })
})

describe('rows on their way between threads', () => {
  const event = fc.record({
    features: fc.uniqueArray(fc.nat(30), { maxLength: 8 }),
    values: fc.array(fc.double({ noNaN: true }), { minLength: 8, maxLength: 8 }),
    stamp: fc.integer({ min: 0, max: 2 }),
  })

  it('arrive as they were, with the order in which an event names its features', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const tape = new TapeWriter(10_000)
        const kept = new Map<number, number[]>() // rows with the same mark have the same features
        const sent = events.map(({ features, values, stamp }, i) => {
          const own = stamp > 0 ? (kept.get(stamp) ?? features) : features
          if (stamp > 0) kept.set(stamp, own)
          const row = new Row()
          own.forEach((feature, k) => {
            row.put(feature, values[k])
          })
          row.seal(31)
          row.stamp = stamp
          expect(tape.write(row, i % 2 ? ASK : LEARN, i, i / 2)).toBe(true)
          return row
        })
        const reader = new TapeReader()
        reader.open(tape.numbers.slice(), 31)
        sent.forEach((row, i) => {
          reader.next()
          const { row: got, work, target, weight } = reader
          expect([work, target, weight]).toEqual([i % 2 ? ASK : LEARN, i, i / 2])
          expect([got.count, got.width]).toEqual([row.count, row.width])
          expect(got.values.slice(0, 31)).toEqual(row.values.slice(0, 31))
          expect([...got.order.slice(0, got.count)]).toEqual([...row.order.slice(0, row.count)])
          expect([...got.indices.slice(0, got.count)]).toEqual([...row.indices.slice(0, row.count)])
        })
      }),
    )
  })

  it('are refused where there is no room, and leave no trace', () => {
    const tape = new TapeWriter(10)
    const row = new Row()
    for (let feature = 0; feature < 3; feature++) row.put(feature, 1)
    row.seal(3)
    expect(tape.write(row, LEARN, 0, 1)).toBe(true)
    expect(tape.write(row, LEARN, 0, 1)).toBe(false)
    expect([tape.rows, tape.used]).toEqual([1, 10])
  })
})
