import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Label } from '../data/labels.js'
import { CoelhoError, SnapshotError } from '../errors.js'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import { Rolling } from '../utils/rolling.js'
import { ClassificationMetric } from './base/classification-metric.js'
import * as metrics from './index.js'

type Event = [yTrue: Label, yPred: Label | undefined, w: number]

interface Subject {
  update(yTrue: Label, yPred: Label | undefined, options?: { w?: number }): void
  updateMany(yTrue: Label[], yPred: (Label | undefined)[], options?: { w?: unknown }): void
  revert(yTrue: Label, yPred: Label | undefined, options?: { w?: number }): void
  merge(other: unknown): void
  get(): unknown
  clone(): Subject
  toString(): string
}

const LABELS: readonly Label[] = ['a', 'b', '1', 3, true, false, 2.5]
const betas = new Map(LABELS.map((label, i) => [label, 0.5 + i / 2]))

/** The options of those that need some. */
const options: Record<string, object> = {
  FBeta: { beta: 2, posVal: 'a' },
  MacroFBeta: { beta: 0.5 },
  MicroFBeta: { beta: 0.5 },
  WeightedFBeta: { beta: 0.5 },
  MultiFBeta: { betas },
  VBeta: { beta: 0.5 },
  NormalizedMutualInfo: { averageMethod: 'max' },
}

const classes = [
  ...Object.values(metrics).filter((cls) => Object(cls).prototype instanceof ClassificationMetric),
  metrics.ConfusionMatrix,
] as unknown as (new (
  options?: object,
) => Subject)[]
const cases = classes.map((cls): [string, () => Subject] => [
  cls.name,
  () => new cls(options[cls.name]),
])
const learners = classes as never

const whole = (name: string) => name === 'AdjustedMutualInfo'
const eventFor = (name: string): fc.Arbitrary<Event> =>
  fc.tuple(
    fc.constantFrom(...LABELS),
    name === 'MultiFBeta'
      ? fc.constantFrom(...LABELS)
      : fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom(...LABELS) },
          { weight: 1, arbitrary: fc.constant(undefined) },
        ),
    // Sums of these are exact, so that what should be equal is equal to the bit.
    whole(name) ? fc.constantFrom(1, 2, 0, 3) : fc.constantFrom(1, 2, 0, 0.5, 2.25),
  )
const eventsFor = (name: string) => fc.array(eventFor(name), { maxLength: 25 })
const runs = { numRuns: 20 }

function after(subject: Subject, events: readonly Event[]): Subject {
  for (const [yTrue, yPred, w] of events) subject.update(yTrue, yPred, { w })
  return subject
}

/** Its snapshot, as text: it is compared at once. */
const stored = (subject: Subject): string => Buffer.from(save(subject)).toString('latin1')

/** All that can be seen of it; numbers to 12 digits, since sums may be added in another order. */
function seen(subject: Subject): unknown {
  const cm = subject instanceof metrics.ConfusionMatrix ? subject : undefined
  const value = subject.get()
  return [
    typeof value === 'number' ? Number(value.toFixed(12)) + 0 : value,
    cm && { data: cm.data, n: cm.nSamples, classes: new Set(cm.classes), total: cm.totalWeight },
    cm || value === undefined ? String(subject) : '',
  ]
}

const columns = (events: readonly Event[]) => ({
  yTrue: events.map(([yTrue]) => yTrue),
  yPred: events.map(([, yPred]) => yPred),
  w: events.map(([, , w]) => w),
})

describe('every metric that is read from a confusion matrix', () => {
  it('is among those the laws are tried on', () => {
    expect(cases.length).toBe(37)
  })

  it.each(cases)('%s goes on after saving and loading as if nothing had been', (name, make) => {
    const law = fc.property(eventsFor(name), eventsFor(name), (before, then) => {
      const kept = after(make(), before)
      const loaded = load<Subject>(save(kept), { learners })
      expect(stored(loaded)).toBe(stored(kept))
      for (const event of then) {
        expect(seen(after(loaded, [event]))).toEqual(seen(after(kept, [event])))
      }
      expect(stored(loaded)).toBe(stored(kept))
    })
    fc.assert(law, runs)
  })

  it.each(cases)('%s takes many as one by one, to the same bits', (name, make) => {
    const law = fc.property(eventsFor(name), eventsFor(name), (first, second) => {
      const many = make()
      for (const events of [first, second]) {
        const { yTrue, yPred, w } = columns(events)
        many.updateMany(yTrue, yPred, { w: Float64Array.from(w) })
      }
      expect(stored(many)).toBe(stored(after(make(), [...first, ...second])))
    })
    fc.assert(law, runs)
  })

  it.each(cases)('%s is as before once what it was given is taken back', (name, make) => {
    const law = fc.property(eventsFor(name), eventsFor(name), (first, second) => {
      const subject = after(make(), first)
      after(subject, second)
      for (const [yTrue, yPred, w] of second) subject.revert(yTrue, yPred, { w })
      expect(seen(subject)).toEqual(seen(after(make(), first)))
      for (const [yTrue, yPred, w] of first) subject.revert(yTrue, yPred, { w })
      expect(seen(subject)).toEqual(seen(make()))
    })
    fc.assert(law, runs)
  })

  it.each(cases)('%s merged with another has judged what both have', (name, make) => {
    const law = fc.property(eventsFor(name), eventsFor(name), (first, second) => {
      const merged = after(make(), first)
      const other = after(make(), second)
      const before = stored(other)
      merged.merge(other)
      expect(stored(other)).toBe(before)
      expect(seen(merged)).toEqual(seen(after(make(), [...first, ...second])))
      for (const [yTrue, yPred, w] of second) merged.revert(yTrue, yPred, { w })
      expect(seen(merged)).toEqual(seen(after(make(), first)))
    })
    fc.assert(law, runs)
  })

  it.each(cases)('%s over a window is what its events alone give', (name, make) => {
    const size = fc.integer({ min: 1, max: 9 })
    const law = fc.property(size, eventsFor(name), (windowSize, events) => {
      const rolling = new Rolling({ obj: make(), windowSize })
      events.forEach(([yTrue, yPred, w], i) => {
        rolling.update(yTrue, yPred, { w })
        const last = events.slice(Math.max(0, i + 1 - windowSize), i + 1)
        expect(seen(rolling.obj as Subject)).toEqual(seen(after(make(), last)))
      })
    })
    fc.assert(law, { numRuns: 10 })
  })

  it.each(cases)('%s gives a clone that has judged nothing', (name, make) => {
    const law = fc.property(eventsFor(name), (events) => {
      expect(stored(after(make(), events).clone())).toBe(stored(make()))
    })
    fc.assert(law, runs)
  })

  it.each(cases)('%s is as it was after an event it refuses', (_, make) => {
    const subject = after(make(), [
      ['a', 'b', 1],
      ['b', 'b', 2],
    ])
    const before = stored(subject)
    const refused = [
      () => subject.update(Number.NaN, 'a'),
      () => subject.update('a', null as never),
      () => subject.update(undefined as never, 'a'),
      () => subject.update('a', new Map() as never),
      () => subject.update('a', 'b', { w: -1 }),
      () => subject.update('a', 'b', { w: Number.NaN }),
      () => subject.updateMany(['a', 'b'], ['a', {} as never]),
      () => subject.updateMany(['a', 'b'], ['a']),
      () => subject.updateMany(['a', 'b'], ['a', 'b'], { w: [1, -1] }),
      () => subject.updateMany('ab' as never, undefined as never),
      () => subject.revert('b', 'a'),
      () => subject.revert('a', 'b', { w: 3 }),
      () => subject.revert('b', 'b', { w: 1 }),
      () => subject.merge({}),
    ]
    for (const refuse of refused) {
      expect(refuse).toThrow(CoelhoError)
      expect(stored(subject)).toBe(before)
    }
  })

  it.each(cases)('%s is not loaded with counts that cannot be', (_, make) => {
    const subject = after(make(), [['a', 'b', 1]])
    const cm = subject instanceof metrics.ConfusionMatrix ? subject : Object(subject).cm
    const { counts, turns } = cm as { counts: Record<string, never>; turns: object }
    const ruin: (readonly [object: Record<string, unknown>, field: string, value: unknown])[] = [
      [turns as never, 'brought', -1],
      [turns as never, 'brought', 1.5],
      ...(cm === subject ? [] : [-1, 0.5, 5].map((n) => [subject as never, 'brought', n] as const)),
      [counts, 'updates', 2],
      [counts, 'weight', 7],
      [counts, 'tally', new Float64Array(2)],
      [counts, 'tally', new Float64Array(40).fill(Number.NaN)],
      [counts, 'cellSquares', Infinity],
      [counts['cells'], 'size', 900],
      [counts['cells'], 'size', 0],
      [counts['cells'], 'rows', new Int32Array([77, 0, 0, 0])],
      [counts['cells'], 'times', new Float64Array([0.5, 0, 0, 0])],
      [counts['cells'], 'weights', new Float64Array([-1, 0, 0, 0])],
    ]
    for (const [object, field, value] of ruin) {
      const kept = object[field]
      object[field] = value
      const bytes = save(subject)
      object[field] = kept
      expect(() => load(bytes, { learners }), field).toThrow(SnapshotError)
    }
    expect(seen(load<Subject>(save(subject), { learners }))).toEqual(seen(subject))
  })
})
