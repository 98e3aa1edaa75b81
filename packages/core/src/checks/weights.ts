import type { Check } from './check.js'
import { type CheckEvent, must } from './failure.js'
import { WEIGHTED } from './refusals.js'
import { close, sameBytes } from './same.js'
import type { Subject } from './subject.js'

const takesWeights = ({ kind, isLearner, hasSteps }: Subject): boolean =>
  isLearner && !hasSteps && WEIGHTED.includes(kind)

/** The event with a weight behind it. */
function weighted(event: CheckEvent, w: number): CheckEvent {
  return [...event, { w }]
}

/** An event of weight 0 might as well not have been. */
export const weight0TeachesNothing: Check = {
  name: 'weight-0-teaches-nothing',
  claim: 'an event of weight 0 teaches nothing, not even its label',
  appliesTo: takesWeights,
  run(subject, events) {
    const model = subject.trained(events)
    const before = subject.save(model)
    for (const event of events.slice(-5)) {
      subject.learn(model, weighted(event, 0))
      must(sameBytes(subject.save(model), before), 'an event of weight 0 must teach nothing')
      const [x, y] = event
      const other =
        typeof y === 'number' && subject.kind !== 'classifier' ? y + 100 : otherLabel(events, y)
      subject.learn(model, weighted(subject.kind === 'clusterer' ? [x] : [x, other], 0))
      must(sameBytes(subject.save(model), before), 'a label of weight 0 must not be learned', other)
    }
  },
}

/** One that was learned: a model may take two labels only. */
function otherLabel(events: readonly CheckEvent[], y: unknown): unknown {
  return events.map((event) => event[1]).find((label) => label !== y) ?? y
}

/** Where a class promises it, a weight of k is k repetitions. */
export const weightKIsKRepetitions: Check = {
  name: 'weight-k-is-k-repetitions',
  claim: 'a weight of k counts as learning k times (where static promises says so)',
  appliesTo: (subject) => subject.promises('weightIsRepetition'),
  run(subject, events) {
    const [weighing, repeating] = [subject.fresh(), subject.fresh()]
    events.forEach((event, i) => {
      const k = (i % 3) + 1
      subject.learn(weighing, weighted(event, k))
      for (let n = 0; n < k; n++) subject.learn(repeating, event)
    })
    const [a, b] = [subject.askSome(weighing, events), subject.askSome(repeating, events)]
    must(close(a, b), 'a weight of k must count as learning k times', a.at(-1))
  },
}
