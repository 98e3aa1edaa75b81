import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Classifier } from '../base/classifier.js'
import { Majority } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import type { Label } from '../data/labels.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { Accuracy } from '../metrics/accuracy.js'
import { save } from '../snapshot/save.js'
import { Rolling } from '../utils/rolling.js'
import { compare } from './compare.js'
import { iterProgressiveValScore, progressiveValScore } from './progressive-validation.js'

type Event = readonly [x: Features, y: string, extra: { w: number }]

const anEvent: fc.Arbitrary<Event> = fc
  .record({
    a: fc.integer({ min: 0, max: 3 }),
    at: fc.integer({ min: 0, max: 20 }),
    wait: fc.integer({ min: 0, max: 9 }),
    y: fc.constantFrom('x', 'y', 'z'),
    w: fc.constantFrom(0, 0.5, 1, 2),
  })
  .map(({ y, w, ...x }) => [x, y, { w }])
const someEvents = fc.array(anEvent, { maxLength: 40 })

/** Predicts the label it learned last: what is learned when decides all. */
class Last extends Classifier {
  static override readonly id = 'test.Last'
  static override readonly state = ['last'] as const
  private last = -1

  learnRow(_: Row, label: number): void {
    this.last = label
  }

  scoreRow(_: Row, scores: Float64Array): boolean {
    if (this.last >= 0) scores[this.last] = 1
    return this.last >= 0
  }
}

/** All that there is to know of a model and of a metric. */
const whole = (...parts: object[]) => parts.map((part) => save(part))

describe('an evaluation', () => {
  it('does what a loop by hand does: predict, judge, learn', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        const [model, metric] = [new Last(), new Accuracy()]
        for (const [x, y, extra] of events) {
          const prediction = model.predictOne(x)
          if (prediction !== undefined) metric.update(y, prediction)
          model.learnOne(x, y, extra)
        }
        const evaluated = new Last()
        const result = progressiveValScore({
          dataset: events,
          model: evaluated,
          metric: new Accuracy(),
        })
        expect(whole(evaluated, result)).toEqual(whole(model, metric))
      }),
    )
  })

  it('of delayed labels does what a loop over all questions and answers in time does', () => {
    fc.assert(
      fc.property(someEvents, fc.constantFrom('wait', 3, 0), fc.boolean(), (list, delay, named) => {
        const events = named ? [...list].sort((a, b) => at(a) - at(b)) : list
        const moments = events.map((event, i) => (named ? at(event) : i))
        const due = events.map(
          ([x], i) => moments[i] + Number(delay === 'wait' ? x['wait'] : delay),
        )
        const [model, metric] = [new Last(), new Accuracy()]
        const open = new Set<number>()
        const predictions: (Label | undefined)[] = []
        const answer = (until: number) => {
          const ready = [...open].filter((i) => due[i] <= until)
          for (const i of ready.sort((a, b) => due[a] - due[b] || a - b)) {
            open.delete(i)
            if (predictions[i] !== undefined) metric.update(events[i][1], predictions[i])
            model.learnOne(...events[i])
          }
        }
        for (let i = 0; i < events.length; i++) {
          answer(moments[i])
          predictions.push(model.predictOne(events[i][0]))
          open.add(i)
        }
        answer(Infinity)
        const evaluated = new Last()
        const judged = new Accuracy()
        const options = { dataset: events, model: evaluated, metric: judged, delay }
        progressiveValScore({ ...options, ...(named ? { moment: 'at' } : {}) })
        expect(whole(evaluated, judged)).toEqual(whole(model, metric))
      }),
    )
  })

  it('gives the same at each checkpoint for events and for frames', () => {
    fc.assert(
      fc.property(someEvents, fc.integer({ min: 1, max: 9 }), fc.boolean(), (list, step, weigh) => {
        const x = Frame.fromRows(list.map(([features]) => features))
        const frames = { x, y: list.map(([, y]) => y), w: list.map(([, , { w }]) => w) }
        const [one, many] = [list, frames].map((dataset) => {
          const model = new Last()
          const metric = new Accuracy()
          const options = { dataset, model, metric, step, weighMetric: weigh }
          const steps = [...iterProgressiveValScore(options)].map(({ Step }) => Step)
          return [steps, save(metric), save(model)]
        })
        expect(many).toEqual(one)
      }),
    )
  })
})

describe('a comparison', () => {
  it('gives each model what it would have alone, at each checkpoint', () => {
    const delays = fc.constantFrom(null, 'wait', 2)
    fc.assert(
      fc.property(someEvents, fc.integer({ min: 1, max: 20 }), delays, (dataset, step, delay) => {
        const make = () => [new Last(), new Majority()] as const
        const metric = new Rolling({ cls: Accuracy, windowSize: 5 })
        const together = make()
        const options = { dataset, step, delay }
        const result = compare(together, { ...options, metric })
        const alone = make()
        for (const [k, model] of alone.entries()) {
          const own = metric.clone()
          const values = Array.from(
            iterProgressiveValScore({ ...options, model, metric: own }),
            (checkpoint) => [checkpoint.Step, own.get()],
          )
          const points = result.points.filter(({ Model }) => Model === result.rows[k].Model)
          const seen = points.map((point) => [point.Step, point['Rolling']])
          const last = values.length > 0 ? values : [[dataset.length, own.get()]]
          expect(seen).toEqual(last)
          expect(whole(together[k])).toEqual(whole(model))
        }
      }),
    )
  })
})

describe('a model that cheats', () => {
  /** Knows the label of every event it has learned; of others it says the wrong thing. */
  class Cheat {
    private readonly known = new Map<unknown, unknown>()

    learnOne(x: Features, y: unknown): void {
      this.known.set(x['n'], y)
    }

    predictOne(x: Features): unknown {
      return this.known.has(x['n']) ? this.known.get(x['n']) : 'never'
    }

    predictThenLearnMany(frame: Frame, y: ArrayLike<unknown>): unknown[] {
      return Array.from({ length: frame.length }, (_, i) => {
        const x = frame.row(i)
        const prediction = this.predictOne(x)
        this.learnOne(x, y[i])
        return prediction
      })
    }
  }

  const once = Array.from({ length: 50 }, (_, n) => [{ n }, `y${n % 3}`] as const)

  it('never knows the label of an event it predicts, with any delay', () => {
    const frames = { x: Frame.fromRows(once.map(([x]) => x)), y: once.map(([, y]) => y) }
    for (const dataset of [once, frames]) {
      for (const delay of [null, 0, 1, 7, 1000, (x: Features) => Number(x['n']) % 5]) {
        const options = { dataset, metric: new Accuracy() }
        const alone = progressiveValScore({ ...options, model: new Cheat(), delay })
        expect(alone.get()).toBe(0)
        const result = compare([new Cheat(), new Cheat()], { ...options, delay })
        expect(result.rows.map((row) => row['Accuracy'])).toEqual([0, 0])
      }
    }
  })

  it('profits from a label as soon as it has come, and no sooner', () => {
    const twice = [...once, ...once]
    const metric = new Accuracy()
    const right = [0, 1, 49, 50, 51, 75].map((delay) =>
      progressiveValScore({ dataset: twice, model: new Cheat(), metric: metric.clone(), delay }),
    )
    expect(right.map((one) => one.get())).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0])
  })

  it('that writes into an event it predicts does not reach what is learned later', () => {
    const learned: Features[] = []
    const model = {
      predictOne: (x: Record<string, unknown>) => {
        x['note'] = 'seen'
        return 1
      },
      learnOne: (x: Features) => void learned.push(x),
    }
    const dataset = [[{ a: 1 }, 1] as const, [{ a: 2 }, 1] as const]
    progressiveValScore({ dataset, model, metric: new Accuracy(), delay: 1 })
    expect(learned).toEqual([{ a: 1 }, { a: 2 }])
  })

  it('meets each event as it was, also where a source fills one object again and again', () => {
    const learned: unknown[] = []
    function* reusing(): Generator<[Features, number]> {
      const x = { a: 0 }
      for (; x.a < 3; x.a++) yield [x, x.a]
    }
    const model = { predictOne: () => 1, learnOne: (x: Features) => void learned.push(x['a']) }
    progressiveValScore({ dataset: reusing(), model, metric: new Accuracy(), delay: 2 })
    expect(learned).toEqual([0, 1, 2])
  })
})

function at([x]: Event): number {
  return Number(x['at'])
}
