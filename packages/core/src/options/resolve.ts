import { InvalidOptionError } from '../errors.js'
import type { Rule, Rules } from './rules.js'

/**
 * The options as given, checked against the rules and completed by the defaults; frozen.
 * `undefined` means "not given". Throws before anything is built.
 */
export function resolveOptions<Options extends object>(
  who: string,
  given: Readonly<Partial<Options>> | undefined,
  rules: Rules<Options>,
): Readonly<Options> {
  const named = (given ?? {}) as Record<string, unknown>
  if (typeof named !== 'object' || Array.isArray(named)) {
    throw new InvalidOptionError(who, 'options', 'must come in one object', given)
  }
  for (const name of Object.keys(named)) {
    if (!Object.hasOwn(rules, name)) throw unknownOption(who, name, Object.keys(rules))
  }
  const names = Object.keys(rules) as (keyof Options & string)[]
  if (names.length === 0) return NONE as Options
  const resolved: Record<string, unknown> = {}
  for (const name of names) {
    const rule = rules[name]
    const value = Object.hasOwn(named, name) ? named[name] : undefined
    resolved[name] = value === undefined ? defaultOf(who, name, rule) : owned(value, rule)
    if (value !== undefined) checkOption(who, name, value, rule)
  }
  return Object.freeze(resolved) as Readonly<Options>
}

const NONE: Readonly<object> = /* @__PURE__ */ Object.freeze({})

/** A list is copied: what its owner does with it later must not change the options. */
function owned(value: unknown, rule: Rule): unknown {
  return rule.kind === 'strings' && Array.isArray(value) ? Object.freeze([...value]) : value
}

function defaultOf(who: string, name: string, rule: Rule): unknown {
  if (!('default' in rule))
    throw new InvalidOptionError(who, name, `is required and ${expectation(rule)}`)
  return rule.default
}

function checkOption(who: string, name: string, value: unknown, rule: Rule): void {
  if (value === null && rule.nullable) return
  if (isOfKind(value, rule) && isWithin(value, rule)) return
  throw new InvalidOptionError(who, name, expectation(rule), value)
}

function isOfKind(value: unknown, rule: Rule): boolean {
  switch (rule.kind) {
    case 'number':
      return Number.isFinite(value)
    case 'integer':
      return Number.isSafeInteger(value)
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
    case 'object':
      return typeof value === 'object' && value !== null
    case 'any':
      return true
    default:
      return typeof value === rule.kind
  }
}

function isWithin(value: unknown, rule: Rule): boolean {
  if (rule.choices) return (rule.choices as readonly unknown[]).includes(value)
  if (typeof value !== 'number') return true
  const { atLeast = -Infinity, above = -Infinity, atMost = Infinity, below = Infinity } = rule
  const tooSmall = value < atLeast || (rule.above !== undefined && value <= above)
  const tooLarge = value > atMost || (rule.below !== undefined && value >= below)
  return !tooSmall && !tooLarge
}

/** The rule as a phrase: `must be an integer of at least 1 (or null)`. */
export function expectation(rule: Rule): string {
  const kinds = {
    number: 'a finite number',
    integer: 'an integer',
    boolean: 'true or false',
    string: 'a string',
    strings: 'a list of names',
    object: 'an object',
    function: 'a function',
    any: 'given',
  }
  const bounds: string[] = []
  if (rule.atLeast !== undefined) bounds.push(`at least ${rule.atLeast}`)
  if (rule.above !== undefined) bounds.push(`above ${rule.above}`)
  if (rule.atMost !== undefined) bounds.push(`at most ${rule.atMost}`)
  if (rule.below !== undefined) bounds.push(`below ${rule.below}`)
  const what = rule.choices
    ? `one of ${rule.choices.map((choice) => JSON.stringify(choice)).join(', ')}`
    : kinds[rule.kind] + (bounds.length ? ` of ${bounds.join(' and ')}` : '')
  return `must be ${what}${rule.nullable ? ' (or null)' : ''}`
}

function unknownOption(who: string, name: string, known: readonly string[]): InvalidOptionError {
  const camel = name.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())
  if (camel !== name && known.includes(camel)) {
    return new InvalidOptionError(who, name, `is spelled "${camel}" here`)
  }
  const list = known.length ? `known options: ${known.join(', ')}` : 'it takes no options'
  return new InvalidOptionError(who, name, `is unknown; ${list}`)
}
