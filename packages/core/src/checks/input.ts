import type { Check } from './check.js'
import { must } from './failure.js'
import { copyOf, isObject, same, sameBytes } from './same.js'
import type { Subject } from './subject.js'

const hasObjects = ({ events }: Subject): boolean => events.some((event) => event.some(isObject))

/** What a user gives is only read. */
export const inputIsLeftAlone: Check = {
  name: 'input-is-left-alone',
  claim: 'learning and predicting leave the objects they are given as they were',
  appliesTo: hasObjects,
  run(subject, events) {
    const model = subject.fresh()
    for (const event of events) {
      const given = copyOf(event)
      subject.askItself(model, given)
      must(same(given, event), 'predicting must not write into its input', given[0])
      subject.learnItself(model, given)
      must(same(given, event), 'learning must not write into its input', given[0])
    }
  },
}

/** What a user does with an object later must not reach the model. */
export const inputIsNotKept: Check = {
  name: 'input-is-not-kept',
  claim: 'changing an object after it was learned changes nothing in the model',
  appliesTo: hasObjects,
  run(subject, events) {
    const [model, twin] = [subject.fresh(), subject.fresh()]
    for (const event of events) {
      const given = copyOf(event)
      const answer = subject.askItself(model, given)
      subject.ask(twin, event)
      scramble(answer)
      subject.learnItself(model, given)
      for (const argument of given) scramble(argument)
      subject.learn(twin, event)
    }
    const [a, b] = [subject.askSome(model, events), subject.askSome(twin, events)]
    must(same(a, b), 'changing an object afterwards must not change an answer', a.at(-1))
    const isSame = sameBytes(subject.save(model), subject.save(twin))
    must(isSame, 'a model must keep no object that it was given or gave away')
  },
}

/** Changes all there is in an object, as its owner may. */
function scramble(value: unknown): void {
  if (value instanceof Map) {
    for (const item of value.values()) scramble(item)
    value.clear()
    return
  }
  if (!isObject(value) || Object.isFrozen(value)) return
  const fields = value as Record<string, unknown>
  for (const name of Object.keys(fields)) {
    const item = fields[name]
    if (isObject(item)) scramble(item)
    else fields[name] = typeof item === 'number' ? item + 1000 : 'scrambled'
  }
  fields['scrambled'] = 1
}
