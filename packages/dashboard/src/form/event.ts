import type { Field } from './fields.js'

/** What stands in the fields, by their ids; no text where nothing stands. */
export type Texts = Readonly<Record<string, string>>

/** What an event looks like in the fields. What has no field is left out. */
export function textsOf(event: unknown, fields: readonly Field[]): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const field of fields) {
    const value = valueAt(event, field.path)
    if (value === undefined || value === null) continue
    texts[field.id] = field.kind === 'json' ? JSON.stringify(value) : String(value)
  }
  return texts
}

export interface Filled {
  readonly event: Record<string, unknown>
  /** What is wrong with which field, by its id. Without any, the event may be sent. */
  readonly problems: Readonly<Record<string, string>>
}

/** The event that the fields say. Empty ones are left out. */
export function eventOf(texts: Texts, fields: readonly Field[]): Filled {
  const event: Record<string, unknown> = {}
  const problems: Record<string, string> = {}
  for (const field of fields) {
    const text = texts[field.id] ?? ''
    if (text.trim() === '') {
      if (field.required && field.nullable) put(event, field.path, null)
      else if (field.required) problems[field.id] = 'is needed'
      continue
    }
    const read = readText(text, field)
    if ('problem' in read) problems[field.id] = read.problem
    else put(event, field.path, read.value)
  }
  return { event, problems }
}

type Read = { readonly value: unknown } | { readonly problem: string }

function readText(text: string, field: Field): Read {
  const { kind, choices, maxLength } = field
  if (kind === 'number' || kind === 'integer') return numberOf(text, field)
  if (kind === 'choice') {
    const choice = choices.find((one) => String(one) === text)
    return choice === undefined ? { problem: 'is none of the choices' } : { value: choice }
  }
  if (kind === 'json') return jsonOf(text)
  if (maxLength !== undefined && text.length > maxLength) {
    return { problem: `may have ${maxLength} characters, has ${text.length}` }
  }
  return { value: text }
}

function numberOf(text: string, { kind, minimum, maximum }: Field): Read {
  const value = Number(text)
  if (!Number.isFinite(value)) return { problem: 'must be a number, as 12.5' }
  if (kind === 'integer' && !Number.isInteger(value)) return { problem: 'must be a whole number' }
  if (minimum !== undefined && value < minimum) return { problem: `must be ${minimum} or more` }
  if (maximum !== undefined && value > maximum) return { problem: `must be ${maximum} or less` }
  return { value }
}

function jsonOf(text: string): Read {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { problem: 'must be JSON' }
  }
}

/** A label as text, made to what the model's own labels are like. */
export function labelOf(text: string, like: unknown): unknown {
  if (typeof like === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) {
    return Number(text)
  }
  if (typeof like === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

function valueAt(event: unknown, path: readonly string[]): unknown {
  let value = event
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** `__proto__` is a name as any other: it comes from a schema that somebody wrote. */
function put(event: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let target = event
  for (const name of path.slice(0, -1)) {
    if (!Object.hasOwn(target, name)) define(target, name, {})
    target = target[name] as Record<string, unknown>
  }
  define(target, path.at(-1) ?? '', value)
}

function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}
