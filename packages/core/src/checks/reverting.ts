import type { Check } from './check.js'
import { type CheckEvent, must } from './failure.js'
import { close } from './same.js'

type Loose = Record<string, (...args: readonly unknown[]) => unknown>

/** What was updated and reverted might as well not have been, up to rounding. */
export const revertUndoesUpdate: Check = {
  name: 'revert-undoes-update',
  claim: 'an update that is reverted leaves the value as it was',
  appliesTo: (subject) => !subject.isLearner && subject.can('revert'),
  run(subject, events) {
    const model = subject.fresh()
    events.forEach((event, i) => {
      subject.learn(model, event)
      const before = subject.ask(model, event)
      const extra = events[(i * 7 + 3) % events.length] as CheckEvent
      subject.learn(model, extra)
      ;(model as Loose)['revert'](...extra)
      const after = subject.ask(model, event)
      must(close(after, before), 'reverting an update must restore the value', after)
    })
  },
}
