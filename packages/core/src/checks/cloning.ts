import type { Rule } from '../options/rules.js'
import type { Check } from './check.js'
import { must, shortly } from './failure.js'
import { copyOf, isObject, same, sameBytes } from './same.js'
import { rebuilt, rulesOf, type Subject } from './subject.js'

/** A clone has learned nothing, however much the original has. */
export const cloneIsFresh: Check = {
  name: 'clone-is-fresh',
  claim: 'the clone of a model that has learned answers like one that never did',
  run(subject, events) {
    const clone = cloneOf(subject.trained(events))
    const fresh = cloneOf(subject.fresh())
    must(clone.constructor === fresh.constructor, 'a clone must be of the same class', clone)
    const [a, b] = [subject.askSome(clone, events), subject.askSome(fresh, events)]
    must(same(a, b), 'the clone must answer as if nothing was learned', a.at(-1))
    must(String(clone) === String(fresh), 'a clone must print as a fresh one', String(clone))
    const [one, two] = [subject.save(clone), subject.save(fresh)]
    // Where a seed is drawn, no two clones are the same.
    const isStable = sameBytes(two, subject.save(cloneOf(subject.fresh())))
    must(!isStable || sameBytes(one, two), 'the clone must hold nothing of what was learned')
  },
}

/** The options of a clone are those of the original, also where they are not the defaults. */
export const cloneKeepsOptions: Check = {
  name: 'clone-keeps-options',
  claim: 'a clone has the same options',
  run(subject, events) {
    for (const model of [
      subject.original,
      ...variants(subject.original),
      subject.trained(events),
    ]) {
      const clone = cloneOf(model)
      must(clone !== model, 'a clone must be another object')
      const [own, given] = [optionsOf(clone), optionsOf(model)]
      must(same(own, given), `a clone must have the options ${shortly(given)}`, own)
    }
  },
}

/** The model with one option changed, for each that allows another value. */
function variants(original: object): object[] {
  if (!('rules' in original.constructor)) return []
  const { options } = original as { options?: Record<string, unknown> }
  return rulesOf(original).flatMap(([name, rule]) => {
    const value = otherValue(rule, options?.[name])
    if (value === undefined) return []
    try {
      return [rebuilt(original, { [name]: value })]
    } catch {
      return [] // options may depend on each other
    }
  })
}

function otherValue(rule: Rule, value: unknown): unknown {
  if (rule.choices) return rule.choices.find((choice) => choice !== value)
  if (rule.kind === 'boolean') return value !== true
  if (rule.kind !== 'number' && rule.kind !== 'integer') return undefined
  const now = typeof value === 'number' ? value : 1
  if (rule.kind === 'integer') return now + 1 <= (rule.atMost ?? Infinity) ? now + 1 : now - 1
  const { atLeast = 0, above = atLeast } = rule
  return above + (now - above) / 2 || above + 0.25
}

/** What one of the two learns, the other does not. */
export const cloneIsIndependent: Check = {
  name: 'clone-is-independent',
  claim: 'a clone and its original learn apart from each other',
  run(subject, events) {
    const half = Math.ceil(events.length / 2)
    const model = subject.trained(events.slice(0, half))
    const clone = cloneOf(model)
    const before = state(subject, model, events)
    for (const event of events) {
      subject.learn(clone, event)
      subject.ask(clone, event)
    }
    must(
      same(state(subject, model, events), before),
      'what a clone learns must not reach the original',
    )
    const then = state(subject, clone, events)
    for (const event of events.slice(half)) subject.learn(model, event)
    must(
      same(state(subject, clone, events), then),
      'what the original learns must not reach its clone',
    )
  },
}

function state(subject: Subject, model: object, events: readonly (readonly unknown[])[]): unknown {
  return [subject.save(model), copyOf(subject.askSome(model, events))]
}

function cloneOf(model: object): object {
  return (model as { clone(): object }).clone()
}

/** Options as data; a model among them by its class and its own options. */
function optionsOf(model: object): unknown {
  const { options } = model as { options?: object }
  const entries = Object.entries(options ?? {}).map(([name, value]) => {
    return [name, Array.isArray(value) ? value.map(asData) : asData(value)]
  })
  return Object.fromEntries(entries)
}

/** A model as the name of its class and its options. */
function asData(value: unknown): unknown {
  const isData = !isObject(value) || Array.isArray(value) || value instanceof Map
  return isData ? value : [value.constructor.name, optionsOf(value)]
}
