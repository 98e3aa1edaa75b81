import { CoelhoError, InvalidOptionError } from '../errors.js'
import type { Rule } from '../options/rules.js'
import type { Check } from './check.js'
import { Fault, must } from './failure.js'
import { copyOf, isObject, same } from './same.js'
import { rebuilt, rulesOf, type Subject } from './subject.js'

const hasRules = ({ original }: Subject): boolean =>
  'rules' in original.constructor && isObject(optionsOf(original))

/** A model shows the options it was built with, and nothing writes them again. */
export const optionsAreKept: Check = {
  name: 'options-are-kept',
  claim: 'options are visible, frozen, and the same after learning',
  appliesTo: ({ original }) => 'options' in original,
  run(subject, events) {
    const model = subject.fresh()
    const options = optionsOf(model)
    must(isObject(options), 'options must be an object', options)
    const isFixed = Object.isFrozen(options) || Object.keys(options).length === 0
    must(isFixed, 'options must be frozen', options)
    const before = Object.entries(options).map(([name, value]) => [name, value, shown(value)])
    for (const event of events) {
      subject.learn(model, event)
      subject.ask(model, event)
    }
    const after = optionsOf(model) as Record<string, unknown>
    const names = before.map(([name]) => name)
    must(same(Object.keys(after), names), 'options must stay the same', Object.keys(after))
    for (const [name, value, text] of before) {
      const isSame = Object.is(after[name as string], value) && same(shown(value), text)
      must(isSame, `option "${name}" must be the same after learning`, after[name as string])
    }
  },
}

/** A wrong name is refused; one in snake case is answered with its name here. */
export const unknownOptionsAreRefused: Check = {
  name: 'unknown-options-are-refused',
  claim: 'an option that is unknown, or in snake case, is refused',
  appliesTo: hasRules,
  run({ original }) {
    for (const name of ['thereIsNoSuchOption', 'constructor', '__proto__', 'toString']) {
      const given = Object.defineProperty({}, name, { value: 1, enumerable: true })
      refusedOption(original, given, `option "${name}" must be refused: it is unknown`)
    }
    for (const [name] of rulesOf(original)) {
      const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      if (snake === name) continue
      const expected = `option "${snake}" must be refused with its name "${name}"`
      const error = refusedOption(original, { [snake]: 1 }, expected)
      must(error.message.includes(name), expected, error.message)
    }
  },
}

/** Values outside the declared rules are refused. */
export const badOptionsAreRefused: Check = {
  name: 'bad-options-are-refused',
  claim: 'an option outside its rules is refused',
  appliesTo: hasRules,
  run({ original }) {
    for (const [name, rule] of rulesOf(original)) {
      for (const value of badValues(rule)) {
        const expected = `option "${name}" must be refused with ${String(value)}`
        const error = refusedOption(original, { [name]: value }, expected)
        must(error instanceof InvalidOptionError, `${expected} by an InvalidOptionError`, error)
      }
    }
  },
}

/** `GaussianNB()`, `Accuracy: 50.00 %`: never `[object Object]`. */
export const printsItself: Check = {
  name: 'prints-itself',
  claim: 'toString reads like the code that builds it, also after learning; or tells a value',
  run(subject, events) {
    const model = subject.fresh()
    const before = textOf(model)
    for (const event of events) subject.learn(model, event)
    const after = textOf(model)
    if (!subject.isLearner) return // a statistic may print what it knows
    must(before.startsWith(subject.who), `toString must begin with ${subject.who}`, before)
    must(after === before, 'toString must not change by learning', after)
  },
}

function textOf(model: object): string {
  const text = String(model)
  must(!text.includes('[object'), 'toString must name what it holds', text)
  return text
}

/** Just outside each bound, and of another kind. */
export function badValues(rule: Rule): unknown[] {
  if (rule.kind === 'any') return []
  const bad: unknown[] = [Symbol('s'), 5n]
  if (!rule.nullable) bad.push(null)
  if (rule.kind !== 'function') bad.push(() => 1)
  if (rule.kind !== 'boolean') bad.push(true)
  if (rule.kind !== 'string') bad.push('text')
  if (rule.kind !== 'object') bad.push({})
  if (rule.kind === 'integer') bad.push(2.5, 2 ** 53)
  if (rule.choices) bad.push('there is no such choice', -123_457)
  if (rule.kind === 'number' || rule.kind === 'integer') bad.push(Number.NaN, Infinity, '5')
  else bad.push(5)
  if (rule.atLeast !== undefined) bad.push(rule.atLeast - step(rule, rule.atLeast))
  if (rule.above !== undefined) bad.push(rule.above)
  if (rule.atMost !== undefined) bad.push(rule.atMost + step(rule, rule.atMost))
  if (rule.below !== undefined) bad.push(rule.below)
  return bad.filter((value) => !(rule.choices as readonly unknown[] | undefined)?.includes(value))
}

function step(rule: Rule, bound: number): number {
  return rule.kind === 'integer' ? 1 : Math.max(1e-6, Math.abs(bound) * 1e-6)
}

function refusedOption(original: object, given: object, expected: string): CoelhoError {
  let built: object
  try {
    built = rebuilt(original, given)
  } catch (error) {
    if (error instanceof CoelhoError) return error
    throw new Fault(`${expected} by an error of this library`, error, error)
  }
  throw new Fault(expected, String(built))
}

function optionsOf(model: object): unknown {
  return (model as { options?: unknown }).options
}

/** Lists and Maps by what they hold; a model among the options may learn. */
function shown(value: unknown): unknown {
  return Array.isArray(value) || value instanceof Map ? copyOf(value) : undefined
}
