import { type Answers, wrongWith } from './answers.js'
import type { Check } from './check.js'
import { type CheckEvent, Fault, faultOf, must } from './failure.js'
import { HOSTILE_NAMES } from './hostile.js'
import { isPlain, same, sameBytes } from './same.js'
import type { Subject } from './subject.js'

/** A model that has learned nothing says so; it does not fail. */
export const answersBeforeLearning: Check = {
  name: 'answers-before-learning',
  claim: 'a model that has learned nothing answers, and its answer is well-formed',
  run(subject, events) {
    for (const event of events.slice(0, 5)) {
      const wrong = wrongWith(subject.kind, answersOf(subject, subject.fresh(), event))
      must(wrong === undefined, `before learning, ${wrong}`, subject.ask(subject.fresh(), event))
    }
  },
}

function answersOf(subject: Subject, model: object, event: CheckEvent): Answers {
  try {
    return subject.ask(model, event)
  } catch (error) {
    throw new Fault('a model must answer before it has learned', error, error)
  }
}

/** After each event of a plain stream the answers are finite and of their kind. */
export const answersAreWellFormed: Check = {
  name: 'answers-are-well-formed',
  claim: 'every answer is of its kind, and no number in it is NaN or infinite',
  run(subject, events) {
    const model = subject.fresh()
    for (const event of events) {
      const before = subject.ask(model, event)
      const wrong = wrongWith(subject.kind, before)
      must(wrong === undefined, wrong ?? '', before)
      subject.learn(model, event)
      const after = subject.ask(model, event)
      const wrongAfter = wrongWith(subject.kind, after)
      must(wrongAfter === undefined, wrongAfter ?? '', after)
    }
  },
}

/** Predicting leaves the bytes of a model as they were, also where it meets unknown names. */
export const predictingChangesNothing: Check = {
  name: 'predicting-changes-nothing',
  claim: 'predicting changes nothing, not even with names that were never met',
  run(subject, events) {
    const [model, twin] = [subject.fresh(), subject.fresh()]
    events.forEach((event, i) => {
      subject.learn(model, event)
      subject.learn(twin, event)
      const isCompared = !subject.isLearner || i % 8 === 0
      const bytes = isCompared ? subject.save(model) : undefined
      for (let again = 0; again < 2; again++) subject.ask(model, event)
      const isSame = !bytes || sameBytes(subject.save(model), bytes)
      must(isSame, 'predicting must leave the snapshot as it was', event[0])
    })
    const before = subject.save(model)
    for (const event of events.slice(-6)) {
      for (const asked of [event, ...strangersOf(subject, event)]) {
        askFreely(subject, model, asked)
        must(
          sameBytes(subject.save(model), before),
          'predicting must leave the snapshot as it was',
          asked[0],
        )
      }
    }
    must(
      sameBytes(subject.save(twin), before),
      'a model that was asked must equal one that was not',
    )
    const [a, b] = [subject.askSome(model, events), subject.askSome(twin, events)]
    must(same(a, b), 'a model that was asked must answer as one that was not', a.at(-1))
  },
}

/** The same event with names and categories that no one has met. */
function strangersOf(subject: Subject, event: CheckEvent): CheckEvent[] {
  const [x, ...rest] = event
  if (!subject.readsFeatures || !isPlain(x)) return []
  const hostile = Object.fromEntries(HOSTILE_NAMES.map((name, i) => [name, i + 0.5]))
  const nowhere = Object.entries(x).map(([name, value]) => [
    name,
    typeof value === 'string' ? `${value} of nowhere` : value,
  ])
  const others = [{ ...x, stranger: 1 }, { ...x, ...hostile }, {}, Object.fromEntries(nowhere)]
  return others.map((other) => [other, ...rest])
}

function askFreely(subject: Subject, model: object, event: CheckEvent): void {
  try {
    subject.ask(model, event)
  } catch (error) {
    const { cause } = faultOf(error)
    throw new Fault('a model must answer also where it meets unknown names', cause ?? error, error)
  }
}
