import { Frame } from '../data/frame.js'
import type { Features } from '../data/schema.js'
import { CoelhoError } from '../errors.js'
import { questions } from './answers.js'
import type { Check } from './check.js'
import { type CheckEvent, Fault, must, shortly } from './failure.js'
import type { Kind } from './kind.js'
import { isObject, isPlain, same, sameBytes } from './same.js'
import type { Subject } from './subject.js'

const noValues = (): readonly unknown[] => [
  Number.NaN,
  Infinity,
  -Infinity,
  {},
  [1],
  () => 1,
  Symbol('s'),
  5n,
  new Date(0),
]
const noEvents = (): readonly unknown[] => [undefined, null, 5, true, [1, 2], () => 1, new Map()]
/** The kinds of models that take a weight with each event. */
export const WEIGHTED: readonly Kind[] = [
  'classifier',
  'regressor',
  'active learner',
  'multi-label classifier',
  'multi-target regressor',
  'clusterer',
  'supervised transformer',
]
const NO_WEIGHTS: readonly unknown[] = [-1, Number.NaN, Infinity, '2', {}]

/** Values that are no numbers, strings or booleans, or not what a statistic takes. */
export const badValuesAreRefused: Check = {
  name: 'bad-values-are-refused',
  claim: 'NaN, infinities and objects are refused by an error of this library, and change nothing',
  run(subject, events) {
    const model = subject.trained(events)
    const [event, another] = [events.at(-1) as CheckEvent, events[0] ?? []]
    if (subject.readsFeatures) {
      const [name] = Object.keys((another[0] ?? {}) as object)
      for (const value of noValues()) {
        for (const feature of [name ?? 'a', 'fresh']) {
          const x = { newer: 1, ...(event[0] as object), [feature]: value }
          mustRefuse(subject, model, [x, ...event.slice(1)], `feature "${feature}"`, value)
        }
      }
    } else if (!subject.isLearner) refuseArguments(subject, model, event)
    mustGoOn(subject, model, events)
  },
}

/** What is learned and asked of must be an object of features. */
export const noEventIsRefused: Check = {
  name: 'what-is-no-event-is-refused',
  claim: 'what is no object of features is refused, and changes nothing',
  appliesTo: (subject) => subject.readsFeatures,
  run(subject, events) {
    const model = subject.trained(events)
    const rest = events.at(-1)?.slice(1) ?? []
    for (const x of noEvents()) mustRefuse(subject, model, [x, ...rest], 'as an event', x)
    refuseNoFrames(subject, model, events)
    mustGoOn(subject, model, events)
  },
}

const MANY = ['learnMany', 'predictMany', 'predictProbaMany', 'transformMany', 'scoreMany'] as const

/** Many events come in a Frame, and in nothing else. */
function refuseNoFrames(subject: Subject, model: object, events: readonly CheckEvent[]): void {
  const [x, y] = events.at(-1) as CheckEvent
  const before = subject.save(model)
  for (const name of MANY) {
    const many = (model as Record<string, (frame: unknown, y: unknown) => unknown>)[name]
    for (const frame of typeof many === 'function' ? [undefined, null, [x], x, 'text'] : []) {
      const expected = `${name} must refuse ${shortly(frame)} by an error of this library`
      const error = thrownBy(() => many.call(model, frame, [y]), expected)
      if (!(error instanceof CoelhoError)) throw new Fault(expected, error, error)
      must(sameBytes(subject.save(model), before), `${name} must change nothing when it refuses`)
    }
  }
}

/** A label is a string, a finite number or a boolean; a target is a finite number. */
export const badLabelsAreRefused: Check = {
  name: 'bad-labels-are-refused',
  claim: 'a label or target of the wrong kind is refused, and changes nothing',
  appliesTo: ({ kind, isLearner, hasSteps }) =>
    isLearner &&
    (kind === 'classifier' ||
      kind === 'active learner' ||
      kind === 'regressor' ||
      (kind === 'supervised transformer' && !hasSteps)),
  run(subject, events) {
    const model = subject.trained(events)
    const [x, , ...rest] = events.at(-1) as CheckEvent
    const isNumber = typeof events.at(-1)?.[1] === 'number' && subject.kind !== 'classifier'
    const bad = [undefined, null, ...noValues(), ...(isNumber ? ['text', '5'] : [])]
    const fresh = isPlain(x) ? { ...x, fresh: 1 } : x
    for (const y of bad) mustRefuse(subject, model, [fresh, y, ...rest], 'as a label', y, false)
    if (subject.readsFeatures && subject.can('learnMany')) refuseInFrame(subject, model, events)
    mustGoOn(subject, model, events)
  },
}

/** The second label of a frame is wrong: the first row must not be learned either. */
function refuseInFrame(subject: Subject, model: object, events: readonly CheckEvent[]): void {
  const [x, y] = events.at(-1) as CheckEvent
  const frame = Frame.fromRows([x, { ...(x as Features), fresh: 1 }] as Features[])
  const { learnMany } = model as { learnMany: (frame: Frame, y: unknown) => void }
  const before = subject.save(model)
  for (const labels of [[y, Number.NaN], [y, {}], [y], [y, y, y]]) {
    const what = shortly(labels)
    const expected = `learnMany must refuse ${what} for two rows by an error of this library`
    const error = thrownBy(() => learnMany.call(model, frame, labels), expected)
    if (!(error instanceof CoelhoError)) throw new Fault(expected, error, error)
    const isSame = sameBytes(subject.save(model), before)
    must(isSame, 'learnMany must learn no row of a frame that it refuses', what)
  }
}

/** A weight is a finite number of at least 0. */
export const badWeightsAreRefused: Check = {
  name: 'bad-weights-are-refused',
  claim: 'a weight that is negative, or no finite number, is refused, and changes nothing',
  appliesTo: ({ kind, isLearner }) => isLearner && WEIGHTED.includes(kind),
  run(subject, events) {
    const model = subject.trained(events)
    const event = events.at(-1) as CheckEvent
    const x = isPlain(event[0]) ? { ...event[0], fresh: 1 } : event[0]
    const upTo = subject.kind === 'clusterer' ? [] : [event[1]]
    for (const w of NO_WEIGHTS)
      mustRefuse(subject, model, [x, ...upTo, { w }], 'as a weight', w, false)
    mustGoOn(subject, model, events)
  },
}

/** Each argument in turn; a prediction may be `undefined`, which says "not known". */
function refuseArguments(subject: Subject, model: object, event: CheckEvent): void {
  event.forEach((good, place) => {
    const bad =
      typeof good === 'number' ? ['text', null, undefined, ...noValues()] : [null, ...noValues()]
    for (const value of bad) {
      if (isObject(good) && isObject(value)) continue // what an object may hold is its own affair
      if (subject.kind === 'metric' && place === 1 && value === undefined) continue
      const changed = event.map((argument, i) => (i === place ? value : argument))
      mustRefuse(subject, model, changed, `as argument ${place + 1}`, value, false)
    }
  })
}

/** Refused by all ways in which an event reaches a model; after that its bytes are the same. */
function mustRefuse(
  subject: Subject,
  model: object,
  event: CheckEvent,
  where: string,
  value: unknown,
  asks = true,
): void {
  const before = subject.save(model)
  const ways: [string, () => unknown][] = [
    [subject.isLearner ? 'learnOne' : 'update', () => subject.learn(model, event)],
  ]
  if (asks) {
    for (const name of questions(subject.kind, model)) {
      const method = (model as Record<string, (x: unknown) => unknown>)[name]
      ways.push([name, () => method.call(model, event[0])])
    }
  }
  for (const [way, act] of ways) {
    const expected = `${way} must refuse ${shortly(value)} ${where} by an error of this library`
    const error = thrownBy(act, expected)
    if (!(error instanceof CoelhoError)) throw new Fault(expected, error, error)
    const isSame = sameBytes(subject.save(model), before)
    must(isSame, `${way} must change nothing when it refuses ${shortly(value)} ${where}`)
  }
}

function thrownBy(act: () => unknown, expected: string): unknown {
  let answer: unknown
  try {
    answer = act()
  } catch (error) {
    return error
  }
  throw new Fault(expected, answer === undefined ? 'no error' : answer)
}

/** After refusals a model learns on as one that never met them. */
function mustGoOn(subject: Subject, model: object, events: readonly CheckEvent[]): void {
  const twin = subject.trained(events)
  for (const event of events.slice(0, 10)) {
    subject.learn(model, event)
    subject.learn(twin, event)
  }
  const [a, b] = [subject.askSome(model, events), subject.askSome(twin, events)]
  must(same(a, b), 'after a refusal a model must learn on as if nothing had been', a.at(-1))
}
