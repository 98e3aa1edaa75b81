import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SnapshotError } from '../errors.js'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import { Rolling } from '../utils/rolling.js'
import { TimeRolling } from '../utils/time-rolling.js'
import * as metrics from './index.js'

interface Subject {
  readonly who: string
  update(...args: unknown[]): void
  updateMany?(...lists: unknown[]): void
  revert(...args: unknown[]): void
  merge?(other: unknown): void
  get(): number
  clone(): Subject
}

type Event = readonly [yTrue: unknown, yPred: unknown, w: number]
type Case = [name: string, make: () => Subject, event: fc.Arbitrary<Event>]

const weight = fc.constantFrom(1, 2, 0.5, 0, 3.75)
/** None so near to 0 that its square is. */
const number = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => Math.round(x * 1e6) / 1e6),
)
const positive = number.map(Math.abs)
const share = fc.oneof(
  fc.constantFrom(0, 0.5, 1),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: -2, max: 3, noNaN: true }),
)
const numbers: fc.Arbitrary<Event> = fc.tuple(number, number, weight)
const positives: fc.Arbitrary<Event> = fc.tuple(positive, positive, weight)
const scored: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(fc.boolean(), share, weight),
  fc.tuple(
    fc.boolean(),
    share.map(
      (p) =>
        new Map([
          [true, p],
          [false, 1 - p],
        ]),
    ),
    weight,
  ),
)
const several: fc.Arbitrary<Event> = fc.tuple(
  fc.constantFrom('a', 'b', 1, true),
  fc.tuple(share, share).map(
    ([p, q]) =>
      new Map<unknown, number>([
        ['a', p],
        [1, q],
      ]),
  ),
  weight,
)
const point = fc.tuple(number, number).map(([a, b]) => ({ a, b }))
const place = fc.record({
  x: point,
  centers: fc.array(point, { maxLength: 5 }),
  label: fc.integer({ min: 0, max: 5 }),
})

const make = (cls: unknown, options?: object) => () =>
  new (cls as new (options?: object) => Subject)(options)
const weighted: Case[] = [
  ['MAE', make(metrics.MAE), numbers],
  ['MSE', make(metrics.MSE), numbers],
  ['RMSE', make(metrics.RMSE), numbers],
  ['MAPE', make(metrics.MAPE), numbers],
  ['SMAPE', make(metrics.SMAPE), numbers],
  ['RMSLE', make(metrics.RMSLE), positives],
  ['R2', make(metrics.R2), numbers],
  ['LogLoss', make(metrics.LogLoss), scored],
  ['CrossEntropy', make(metrics.CrossEntropy), several],
  ['ROCAUC', make(metrics.ROCAUC, { nThresholds: 7 }), scored],
]
const ofTwoClasses = [metrics.LogLoss, metrics.ROCAUC, metrics.RollingROCAUC, metrics.RollingPRAUC]
const rolled = [metrics.RollingROCAUC, metrics.RollingPRAUC, metrics.Silhouette]
const learners = [
  ...weighted.map(([, fresh]) => fresh().constructor),
  ...rolled,
  Rolling,
  TimeRolling,
] as never
const runs = { numRuns: 60 }

function after(subject: Subject, events: readonly Event[]): Subject {
  for (const [yTrue, yPred, w] of events) subject.update(yTrue, yPred, { w })
  return subject
}

const columns = (events: readonly Event[]) => [
  events.map(([yTrue]) => yTrue),
  events.map(([, yPred]) => yPred),
  { w: Float64Array.from(events, ([, , w]) => w) },
]

function expectClose(got: number, expected: number): void {
  if (Number.isFinite(expected)) {
    expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-12 + 1e-10 * Math.abs(expected))
  } else expect(got).toBe(expected)
}

describe('a metric of numbers or probabilities', () => {
  it.each(weighted)('%s is as before once what it was given is taken back', (_, fresh, event) => {
    const law = fc.property(fc.array(event), fc.array(event), (first, second) => {
      const subject = after(after(fresh(), first), second)
      for (const [yTrue, yPred, w] of second) subject.revert(yTrue, yPred, { w })
      expectClose(subject.get(), after(fresh(), first).get())
    })
    fc.assert(law, runs)
  })

  it.each(weighted)('%s joined with another tells of both', (_, fresh, event) => {
    const law = fc.property(fc.array(event), fc.array(event), (first, second) => {
      const one = after(fresh(), first)
      const other = after(fresh(), second)
      const before = save(other)
      one.merge?.(other)
      expectClose(one.get(), after(fresh(), [...first, ...second]).get())
      expect(save(other)).toEqual(before)
    })
    fc.assert(law, runs)
    expect(() => fresh().merge?.({})).toThrow('what is merged must be of the same class, got an')
  })

  it.each(weighted)('%s takes many as one by one, to the same bits', (_, fresh, event) => {
    const law = fc.property(fc.array(event), fc.boolean(), (events, withWeights) => {
      const many = fresh()
      const [yTrue, yPred, options] = columns(events)
      many.updateMany?.(yTrue, yPred, withWeights ? options : undefined)
      const plain = events.map(([a, b]): Event => [a, b, 1])
      expect(save(many)).toEqual(save(after(fresh(), withWeights ? events : plain)))
    })
    fc.assert(law, runs)
  })

  it.each(weighted)('%s counts a prediction as often as its weight says', (_, fresh, event) => {
    const law = fc.property(event, event, fc.integer({ min: 0, max: 4 }), ([a, b], [c, d], w) => {
      const often: Event[] = Array(w).fill([c, d, 1])
      const once = after(fresh(), [
        [a, b, 1],
        [c, d, w],
      ])
      expectClose(once.get(), after(fresh(), [[a, b, 1], ...often]).get())
    })
    fc.assert(law, runs)
  })

  it.each(weighted)('%s goes on after saving and loading as if nothing had been', (_, fresh, e) => {
    const law = fc.property(fc.array(e), fc.array(e), (first, second) => {
      const kept = after(fresh(), first)
      const loaded = load<Subject>(save(kept), { learners })
      for (const event of second) after(kept, [event])
      after(loaded, second)
      expect(save(loaded)).toEqual(save(kept))
      expect(save(kept.clone())).toEqual(save(fresh()))
    })
    fc.assert(law, runs)
  })

  it.each(weighted)('%s over a window is what one computes anew', (_, fresh, event) => {
    const size = fc.integer({ min: 1, max: 9 })
    const law = fc.property(fc.array(event), size, (events, windowSize) => {
      const rolling = new Rolling({ obj: fresh() as never, windowSize })
      for (const [yTrue, yPred, w] of events) {
        ;(rolling as unknown as Subject).update(yTrue, yPred, { w })
      }
      const anew = after(fresh(), events.slice(-windowSize)).get()
      expectClose(rolling.get() as number, anew)
      const loaded = load<typeof rolling>(save(rolling), { learners })
      expect(loaded.get()).toBe(rolling.get())
    })
    fc.assert(law, runs)
  })

  it.each(weighted)('%s refuses bad weights and lists, and is as it was', (name, fresh, event) => {
    const [[yTrue, yPred]] = fc.sample(event, { numRuns: 1, seed: 5 })
    const subject = after(fresh(), [[yTrue, yPred, 2]])
    const before = save(subject)
    for (const w of [-1, Number.NaN, Infinity, '2']) {
      const text = `${name}: option "w" must be a finite number of at least 0, got`
      expect(() => subject.update(yTrue, yPred, { w })).toThrow(text)
      expect(() => subject.revert(yTrue, yPred, { w })).toThrow(text)
      expect(() => subject.updateMany?.([yTrue, yTrue], [yPred, yPred], { w: [1, w] })).toThrow(
        text,
      )
    }
    expect(() => subject.updateMany?.([yTrue], [])).toThrow('needs as many predictions as truths')
    expect(() => subject.revert(yTrue, yPred, { w: 3 })).toThrow(
      `${name}: what is reverted must have been given before, got 3.`,
    )
    expect(save(subject)).toEqual(before)
  })

  it.each(weighted.filter(([name]) => name !== 'ROCAUC'))(
    '%s forgets an event that was far off to the last bit',
    (name, fresh, event) => {
      if (['LogLoss', 'CrossEntropy', 'SMAPE', 'RMSLE'].includes(name)) return // nothing is far off
      const truth = name === 'R2' ? 1e6 : 1e12 // its square has only so many digits
      const law = fc.property(fc.array(event, { minLength: 3 }), (events) => {
        const subject = fresh()
        subject.update(truth, -1e14)
        after(subject, events)
        subject.revert(truth, -1e14)
        expectClose(subject.get(), after(fresh(), events).get())
      })
      fc.assert(law, runs)
    },
  )
})

describe('what cannot be judged', () => {
  const refused: [string, () => Subject, unknown[], string][] = []
  for (const [name, fresh] of weighted.slice(0, 7)) {
    for (const bad of [Number.NaN, Infinity, '1', null, undefined, true]) {
      refused.push([name, fresh, [bad, 1], `${name}: a truth must be a finite number, got `])
      refused.push([name, fresh, [1, bad], `${name}: a prediction must be a finite number, got `])
    }
  }
  refused.push(
    ['RMSLE', make(metrics.RMSLE), [-1, 1], 'RMSLE: a truth must be above -1, got -1.'],
    ['RMSLE', make(metrics.RMSLE), [1, -2], 'RMSLE: a prediction must be above -1, got -2.'],
    ['MSE', make(metrics.MSE), [1e200, 0], 'MSE: what a prediction costs must stay below 1e+280'],
    ['R2', make(metrics.R2), [1e200, 0], 'R2: truths and errors, squared and weighted, must stay'],
    ['CrossEntropy', make(metrics.CrossEntropy), ['a', 0.5], 'a prediction must be a Map of'],
    ['CrossEntropy', make(metrics.CrossEntropy), [null, new Map()], 'must be a string, a finite'],
  )
  const infinite = new Map([['a', Infinity]])
  refused.push([
    'CrossEntropy',
    make(metrics.CrossEntropy),
    ['a', infinite],
    'CrossEntropy: a probability must be a finite number, got Infinity.',
  ])
  for (const cls of ofTwoClasses) {
    const name = (cls as { id: string }).id.slice(8)
    const kind = `${name}: the label must be of the kind of the positive class (posVal: true), got`
    const score = `${name}: a prediction must be a finite number, or a Map of labels to such num`
    for (const bad of ['true', 2, undefined, null, {}, Number.NaN]) {
      refused.push([name, make(cls), [bad, 0.5], kind])
    }
    for (const bad of ['0.5', Number.NaN, undefined, {}, true, new Map([[true, Infinity]])]) {
      refused.push([name, make(cls), [true, bad], score])
    }
    refused.push([name, make(cls, { posVal: 'a' }), [1, 0.5], kind.replace('true', '"a"')])
  }

  it('is refused with a reason, one or many, and nothing is counted', () => {
    for (const [, fresh, [yTrue, yPred], text] of refused) {
      const subject = fresh()
      const before = save(subject)
      expect(() => subject.update(yTrue, yPred)).toThrow(text)
      expect(() => subject.revert(yTrue, yPred)).toThrow(text)
      const good = subject.who === 'CrossEntropy' ? ['a', new Map()] : [1, 1]
      if (!text.includes('"a"')) {
        const lists = [
          [good[0], yTrue],
          [good[1], yPred],
        ]
        expect(() => subject.updateMany?.(...lists)).toThrow(text)
      }
      expect(save(subject)).toEqual(before)
    }
  })
})

describe('Silhouette', () => {
  const distance = (a: { a: number; b: number }, b: { a: number; b: number }) =>
    Math.hypot(a.a - b.a, a.b - b.b)

  it('is the ratio of distances from the own centre and from the second nearest', () => {
    const law = fc.property(fc.array(place), fc.boolean(), (places, riverCompatible) => {
      const metric = new metrics.Silhouette({ riverCompatible })
      const lists = new metrics.Silhouette({ riverCompatible })
      const flat = new metrics.Silhouette({ riverCompatible })
      let own = 0
      let second = 0
      for (const { x, centers, label } of places) {
        metric.update(x, label, new Map(centers.entries()))
        lists.update(
          [x.a, x.b],
          label,
          centers.map(({ a, b }) => [a, b]),
        )
        flat.update(
          Float64Array.of(x.a, x.b),
          label,
          Float64Array.from(centers.flatMap(({ a, b }) => [a, b])),
        )
        if (centers.length < 2 || label >= centers.length) continue
        const distances = centers.map((center) => distance(x, center)).sort((a, b) => a - b)
        own += distance(x, centers[label])
        second += distances.at(riverCompatible ? -2 : 1) as number
      }
      const expected = second > 0 ? own / second : Infinity
      expectClose(metric.get(), expected)
      expect([lists.get(), flat.get()]).toEqual([metric.get(), metric.get()])
    })
    fc.assert(law)
  })

  it('over a window, of so many updates or so long, is what one computes anew', () => {
    const law = fc.property(fc.array(place), fc.integer({ min: 1, max: 6 }), (places, size) => {
      const rolling = new Rolling({ cls: metrics.Silhouette, windowSize: size })
      const timed = new TimeRolling({ cls: metrics.Silhouette, period: size })
      const anew = new metrics.Silhouette()
      places.forEach(({ x, centers, label }, t) => {
        const map = new Map(centers.entries())
        rolling.update(x, label, map)
        timed.update(x, label, map, { t })
        if (t >= places.length - size) anew.update(x, label, map)
        map.clear() // theirs to change
      })
      expectClose(rolling.get(), anew.get())
      expect(timed.get()).toBe(rolling.get())
    })
    fc.assert(law)
  })

  it('takes weights, is taken back, merged, saved, and counts what an object lacks as 0', () => {
    const centers = { near: { a: 0 }, far: { a: 3, b: 4 } }
    const metric = new metrics.Silhouette()
    metric.update({ a: 0, b: 1 }, 'near', centers, { w: 2 })
    expect(metric.get()).toBeCloseTo(1 / Math.sqrt(18), 12)
    const other = load<metrics.Silhouette>(save(metric), { learners })
    other.update({ a: 3, b: 4 }, 'far', centers)
    metric.merge(other)
    expect(metric.get()).toBeCloseTo(4 / (4 * Math.sqrt(18) + 5), 12)
    other.revert({ a: 3, b: 4 }, 'far', centers)
    other.revert({ a: 0, b: 1 }, 'near', centers, { w: 2 })
    expect(other.get()).toBe(Infinity)
    expect([String(metric), metric.isBetterThan(other)]).toEqual(['Silhouette: 0.182062', true])
  })

  it('refuses what has no distance, and is as it was', () => {
    const metric = new metrics.Silhouette()
    const before = save(metric)
    const two = [
      [0, 0],
      [1, 1],
    ]
    const cases: [unknown, unknown, string][] = [
      [{ a: Number.NaN }, new Map([[0, { a: 1 }]]), 'x and its centres must hold finite numbers'],
      [{ a: 'x' }, new Map([[0, { a: 1 }]]), 'x and its centres must hold finite numbers'],
      [[1, 2, 3], two, 'a centre must have as many numbers as x (3), got 2.'],
      [{ a: 1 }, two, 'must all be objects of numbers, or all lists of numbers'],
      [7, two, 'must all be objects of numbers, or all lists of numbers'],
      [[1, 2], 7, 'centers must be a Map, an object or a list, got 7.'],
      [[1, 2], Float64Array.of(1, 2, 3), 'flat centers need an x that is a list'],
    ]
    for (const [x, centers, text] of cases) {
      expect(() => metric.update(x as never, 0, centers as never)).toThrow(text)
    }
    expect(save(metric)).toEqual(before)
  })
})

describe('one class against the others', () => {
  it('may have any name, 0 and 1 being as good as false and true', () => {
    for (const cls of ofTwoClasses) {
      const values = [
        [
          true,
          false,
          [[true, 0.8]],
          [
            [false, 0.7],
            [true, 0.3],
          ],
        ],
        [
          1,
          0,
          [[1, 0.8]],
          [
            [0, 0.7],
            [1, 0.3],
          ],
        ],
        [
          'spam',
          'ham',
          [['spam', 0.8]],
          [
            ['ham', 0.7],
            ['spam', 0.3],
          ],
        ],
      ].map(([yes, no, first, second], i) => {
        const metric = make(cls, i === 2 ? { posVal: 'spam' } : {})()
        metric.update(yes, new Map(first as never))
        metric.update(no, new Map(second as never))
        metric.update(no, 0.4)
        return metric.get()
      })
      expect(values[0]).toBeGreaterThan(0.3)
      expect(values).toEqual([values[0], values[0], values[0]])
      expect(() => make(cls, { posVal: {} })()).toThrow('option "posVal" must be a label')
    }
  })

  it('gets a probability of 0 where none is given for it', () => {
    const metric = new metrics.LogLoss()
    metric.update(true, new Map([[false, 1]]))
    expect(metric.get()).toBeCloseTo(-Math.log(1e-15), 9)
    const cross = [false, true].map((riverCompatible) => {
      const one = new metrics.CrossEntropy({ riverCompatible })
      one.update('new', new Map([['old', 1]]))
      return one.get()
    })
    expect(cross[0]).toBeCloseTo(-Math.log(1e-15), 9)
    expect(cross[1]).toBe(0)
  })
})

describe('a snapshot that is not possible', () => {
  const forged = (subject: object, part: string, field: string, value: unknown) => {
    const holder = (part ? (subject as Record<string, object>)[part] : subject) as never
    Object.defineProperty(holder, field, { value })
    return () => load(save(subject), { learners })
  }

  it('is refused', () => {
    const sums = (length: number, ...values: number[]) =>
      Float64Array.from({ length }, (_, i) => values[i] ?? 1)
    for (const bad of [sums(3), sums(4, -1), sums(4, 1, 0, Number.NaN), sums(4, 1, 0, -1)]) {
      expect(forged(new metrics.MAE(), 'losses', 'sums', bad)).toThrow(SnapshotError)
      expect(forged(new metrics.Silhouette(), '', 'sums', bad)).toThrow(SnapshotError)
    }
    for (const bad of [sums(7), sums(8, -1), sums(8, 1, 1, 1, 1, -1), sums(8, Infinity)]) {
      expect(forged(new metrics.R2(), '', 'sums', bad)).toThrow(SnapshotError)
    }
    for (const bad of [sums(21), sums(22, -1), sums(22, Infinity)]) {
      expect(forged(new metrics.ROCAUC(), '', 'weights', bad)).toThrow(SnapshotError)
    }
    const window = () => {
      const metric = new metrics.RollingROCAUC({ windowSize: 2 })
      metric.updateMany([true, false, true], [0.1, 0.2, 0.3])
      return metric
    }
    for (const [field, value] of [
      ['first', -1],
      ['first', 4],
      ['first', 0],
      ['end', 9e15],
      ['end', 2.5],
      ['scores', Float64Array.of(1, 2, 3, Number.NaN)],
      ['scores', new Float64Array(5)],
      ['positive', Uint8Array.of(1, 0, 2, 0)],
    ] as const) {
      expect(forged(window(), 'window', field, value), field).toThrow(SnapshotError)
    }
  })
})
