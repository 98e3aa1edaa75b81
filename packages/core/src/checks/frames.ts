import { Frame } from '../data/frame.js'
import type { Features } from '../data/schema.js'
import type { Check } from './check.js'
import { type CheckEvent, must } from './failure.js'
import { isObject, isPlain, same } from './same.js'
import type { Subject } from './subject.js'

type Loose = Record<string, (...args: readonly unknown[]) => unknown>

const readsFrames = (subject: Subject, name: string): boolean =>
  subject.readsFeatures && subject.can(name)

const frameOf = (events: readonly CheckEvent[]): Frame =>
  Frame.fromRows(events.map(([x]) => x as Features))

/** The labels or targets of events, where they have some. */
function rest(events: readonly CheckEvent[]): unknown[] {
  return (events[0]?.length ?? 0) > 1 ? [events.map(([, y]) => y)] : []
}

/** A frame at a time, the model learns what it learns from objects. */
export const learnsTheSameFromFrames: Check = {
  name: 'learns-the-same-from-frames',
  claim: 'learnMany on frames gives the same bits as learnOne on each row',
  appliesTo: (subject) => readsFrames(subject, 'learnMany'),
  run(subject, events) {
    const one = subject.trained(events)
    const many = subject.fresh()
    for (const batch of batches(events)) {
      ;(many as Loose)['learnMany'](frameOf(batch), ...rest(batch))
    }
    mustBeTheSame(subject, many, one, events, 'learnMany must learn what learnOne does')
  },
}

/** The answers to a frame are those to its rows. */
export const answersTheSameForFrames: Check = {
  name: 'answers-the-same-for-frames',
  claim: 'predictMany, transformMany and scoreMany give the same bits as one by one',
  appliesTo: (subject) => Object.keys(MANY).some((name) => readsFrames(subject, name)),
  run(subject, events) {
    const half = Math.ceil(events.length / 2)
    for (const model of [subject.fresh(), subject.trained(events.slice(0, half))]) {
      const before = subject.save(model)
      for (const [many, single] of Object.entries(MANY)) {
        if (!subject.can(many) || !(single in subject.ask(model, events[0]))) continue
        const method = (model as Loose)[many]
        const given = method.length > 1 ? rest(events) : [] // a score may need the target
        const found = rowsOf(method.call(model, frameOf(events), ...given), events.length)
        events.forEach((event, i) => {
          const answer = subject.ask(model, event)[single]
          const expected = single === 'transformOne' ? asInFrames(answer) : answer
          must(
            same(found[i], expected),
            `row ${i} of ${many} must be what ${single} gives`,
            found[i],
          )
        })
      }
      must(same(subject.save(model), before), 'answering a frame must change nothing')
    }
  },
}

const MANY: Readonly<Record<string, string>> = {
  predictMany: 'predictOne',
  predictProbaMany: 'predictProbaOne',
  transformMany: 'transformOne',
  scoreMany: 'scoreOne',
}

/** One pass over a frame: first predicted, then learned. */
export const predictsThenLearnsInOnePass: Check = {
  name: 'predicts-then-learns-in-one-pass',
  claim: 'predictThenLearnMany gives what predicting and then learning each row gives',
  appliesTo: (subject) =>
    (subject.kind === 'classifier' || subject.kind === 'regressor') &&
    readsFrames(subject, 'predictThenLearnMany'),
  run(subject, events) {
    const [one, many] = [subject.fresh(), subject.fresh()]
    const separate = events.map((event) => {
      const { predictOne } = subject.ask(one, event)
      subject.learn(one, event)
      return predictOne
    })
    const fused = batches(events).flatMap((batch) => {
      const answers = (many as Loose)['predictThenLearnMany'](frameOf(batch), ...rest(batch))
      return Array.from(answers as ArrayLike<unknown>)
    })
    must(same(fused, separate), 'predictThenLearnMany must predict before it learns', fused.at(-1))
    mustBeTheSame(subject, many, one, events, 'predictThenLearnMany must learn what learnOne does')
  },
}

/** Many values at once, for statistics and metrics. */
export const updatesTheSameAtOnce: Check = {
  name: 'updates-the-same-at-once',
  claim: 'updateMany gives the same bits as one update after the other',
  appliesTo: (subject) => !subject.isLearner && subject.can('updateMany'),
  run(subject, events) {
    const one = subject.trained(events)
    const many = subject.fresh()
    for (const batch of batches(events)) {
      const columns = (batch[0] ?? []).map((_, k) => batch.map((event) => event[k]))
      ;(many as Loose)['updateMany'](...columns)
    }
    mustBeTheSame(subject, many, one, events, 'updateMany must do what update does')
  },
}

function mustBeTheSame(
  subject: Subject,
  many: object,
  one: object,
  events: readonly CheckEvent[],
  expected: string,
): void {
  for (const event of events.slice(0, 24)) {
    const [a, b] = [subject.ask(many, event), subject.ask(one, event)]
    must(same(a, b), expected, a)
    subject.learn(many, event)
    subject.learn(one, event)
  }
  const [a, b] = [subject.askSome(many, events), subject.askSome(one, events)]
  must(same(a, b), `${expected}, also for what is learned after it`, a.at(-1))
}

/** A third, one event alone, and the rest: the seams are where faults are. */
function batches(events: readonly CheckEvent[]): CheckEvent[][] {
  const third = Math.ceil(events.length / 3)
  const parts = [events.slice(0, third), events.slice(third, third + 1), events.slice(third + 1)]
  return parts.filter((part) => part.length > 0).map((part) => [...part])
}

/** A frame holds booleans as 0 and 1. */
function asInFrames(answer: unknown): unknown {
  if (!isPlain(answer)) return answer
  const values = Object.entries(answer)
  return Object.fromEntries(
    values.map(([name, v]) => [name, typeof v === 'boolean' ? Number(v) : v]),
  )
}

/** The answers to a frame row by row, in the form in which they are given for one event. */
function rowsOf(found: unknown, length: number): unknown[] {
  if (found instanceof Frame) return Array.from({ length }, (_, i) => found.row(i))
  if (isProbabilities(found)) {
    const { labels, values } = found
    return Array.from({ length }, (_, i) => {
      const row = values.slice(i * labels.length, (i + 1) * labels.length)
      return new Map(labels.map((label, k) => [label, row[k]]))
    })
  }
  return Array.from(found as ArrayLike<unknown>)
}

interface Table {
  readonly labels: readonly unknown[]
  readonly values: Float64Array
}

function isProbabilities(found: unknown): found is Table {
  return isObject(found) && 'labels' in found && 'values' in found
}
