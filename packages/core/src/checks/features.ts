import { wrongWith } from './answers.js'
import type { Check } from './check.js'
import { type CheckEvent, must } from './failure.js'
import { HOSTILE_NAMES, LONG_NAME_LENGTH } from './hostile.js'
import { same, sameBytes } from './same.js'
import type { Subject } from './subject.js'

type Features = Record<string, unknown>

const readsFeatures = (subject: Subject): boolean => subject.readsFeatures

/** The event with other features. */
function withX(
  event: CheckEvent,
  change: (entries: [string, unknown][]) => [string, unknown][],
): CheckEvent {
  const [x, ...rest] = event
  return [Object.fromEntries(change(Object.entries(x as Features))), ...rest]
}

/**
 * Names are met in the same order; from then on the keys of one stream are turned round. A name
 * is met when it is given, and again when it first has a value: most models have no place for it
 * before.
 */
export const orderOfFeatures: Check = {
  name: 'order-of-features-does-not-matter',
  claim: 'in which order an object lists its features does not matter, to the last bit',
  appliesTo: readsFeatures,
  run(subject, events) {
    const [straight, turned] = [subject.fresh(), subject.fresh()]
    const met = new Set<string>()
    for (const event of events) {
      const before = met.size
      for (const [name, value] of Object.entries(event[0] as Features)) {
        met.add(`name ${name}`)
        if (value !== null && value !== undefined) met.add(`value ${name}`)
      }
      const isNew = met.size > before
      const other = isNew ? event : withX(event, (entries) => entries.reverse())
      subject.learn(straight, event)
      subject.learn(turned, other)
      const [a, b] = [subject.ask(turned, other), subject.ask(straight, event)]
      must(same(a, b), 'the order of features must not change an answer', a)
    }
  },
}

/** Features disappear, come late, and an event may have none at all. */
export const featuresComeAndGo: Check = {
  name: 'features-may-come-and-go',
  claim: 'features may disappear, come late, and be none at all',
  appliesTo: readsFeatures,
  run(subject, events) {
    const model = subject.fresh()
    events.forEach((event, i) => {
      const changed = withX(event, (entries) => {
        const left = entries.filter((_, k) => i % 11 < 9 && (i + k) % 4 > 0)
        return i > events.length / 2 ? [...left, ['late', (i % 5) + 0.5]] : left
      })
      for (const asked of [changed, event]) {
        const answers = subject.ask(model, asked)
        const wrong = wrongWith(subject.kind, answers)
        must(wrong === undefined, `with features absent, ${wrong}`, answers)
      }
      subject.learn(model, changed)
    })
  },
}

/**
 * `null` and `undefined` say that a value is missing: the same as leaving it out. To those that
 * take nulls, such as imputers, a name without a value tells something: they are the same then.
 */
export const missingIsAbsent: Check = {
  name: 'missing-is-absent',
  claim: 'null and undefined are missing values: the same as no value at all',
  appliesTo: readsFeatures,
  run(subject, events) {
    const { takesNulls } = subject.original as { takesNulls?: boolean }
    const [one, other] = [subject.fresh(), subject.fresh()]
    const names = takesNulls ? 'null and undefined must be the same' : 'null must be no value'
    events.forEach((event, i) => {
      const given = withMissing(event, i, i % 2 ? null : undefined)
      const alike = takesNulls ? withMissing(event, i, i % 2 ? undefined : null) : without(event, i)
      const [a, b] = [subject.ask(one, given), subject.ask(other, alike)]
      must(same(a, b), names, a)
      subject.learn(one, given)
      subject.learn(other, alike)
    })
    must(sameBytes(subject.save(one), subject.save(other)), `${names}, also in the state`)
  },
}

const isGone = (i: number, k: number): boolean => (i + k) % 3 === 0

function without(event: CheckEvent, i: number): CheckEvent {
  return withX(event, (entries) => entries.filter((_, k) => !isGone(i, k)))
}

function withMissing(event: CheckEvent, i: number, none: null | undefined): CheckEvent {
  return withX(event, (entries) =>
    entries.map(([name, value], k) => [name, isGone(i, k) ? none : value]),
  )
}

/** Where plain names can be exchanged for others, hostile ones can too. */
export const hostileNames: Check = {
  name: 'hostile-names-are-ordinary',
  claim: 'names such as __proto__ and constructor are ordinary and harm nothing',
  appliesTo: readsFeatures,
  run(subject, events) {
    const before = Object.getOwnPropertyNames(Object.prototype).join()
    const names = [...new Set(events.flatMap(([x]) => Object.keys(x as Features)))]
    const long = 'x'.repeat(LONG_NAME_LENGTH)
    const plain = answersRenamed(subject, events, new Map(names.map((name, i) => [name, `zz${i}`])))
    const other = answersRenamed(
      subject,
      events,
      new Map(names.map((name, i) => [name, `Q_${9 - i}`])),
    )
    // A model that looks at names, such as one that hashes them, answers differently.
    const isNameBlind = same(plain, other)
    const hostile = [...HOSTILE_NAMES, long]
    for (let turn = 0; turn < hostile.length; turn += 3) {
      const renaming = new Map(
        names.map((name, i) => [
          name,
          i < hostile.length ? hostile[(turn + i) % hostile.length] : `zz${i}`,
        ]),
      )
      const answers = answersRenamed(subject, events, renaming)
      const isSame = !isNameBlind || same(answers, plain)
      must(
        isSame,
        'hostile names must be features like any other',
        [...renaming.values()].map((name) => name.slice(0, 20)),
      )
      const wrong = answers.map((answer) => wrongWith(subject.kind, answer as never)).find(Boolean)
      must(wrong === undefined, `with hostile names, ${wrong}`)
    }
    const after = Object.getOwnPropertyNames(Object.prototype).join()
    must(after === before, 'Object.prototype must be left alone', after)
  },
}

/** The answers over a stream whose features have other names, told by the names as they were. */
function answersRenamed(
  subject: Subject,
  events: readonly CheckEvent[],
  renaming: ReadonlyMap<string, string>,
): unknown[] {
  const back = new Map([...renaming].map(([from, to]) => [to, from]))
  const model = subject.fresh()
  const answers: unknown[] = []
  for (const event of events) {
    const renamed = withX(event, (entries) =>
      entries.map(([name, value]) => [renaming.get(name) as string, value]),
    )
    subject.learn(model, renamed)
    const { transformOne, ...rest } = subject.ask(model, renamed)
    if (transformOne === undefined) answers.push(rest)
    else {
      const told = Object.entries(transformOne as Features)
      answers.push({
        ...rest,
        transformOne: Object.fromEntries(
          told.map(([name, value]) => [back.get(name) ?? name, value]),
        ),
      })
    }
  }
  const again = subject.load(subject.save(model), model)
  must(
    sameBytes(subject.save(again), subject.save(model)),
    'names must be saved and loaded as they are',
  )
  return answers
}
