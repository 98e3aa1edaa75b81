import { propertyOf } from './calls.js'
import { dateOf, type Json, type JsonObject, SPECIAL_NUMBERS } from './values.js'

/** How far a number may be off: `atol + rtol × |expected|`. */
export interface Tolerance {
  readonly rtol: number
  readonly atol: number
}

/** What is different, with the way to it; `undefined` if the value is as it was recorded. */
export function difference(expected: Json, got: unknown, within: Tolerance): string | undefined {
  if (expected === null) return got === undefined || got === null ? undefined : say(expected, got)
  if (typeof expected === 'number')
    return isClose(expected, got, within) ? undefined : say(expected, got)
  if (typeof expected !== 'object') return expected === got ? undefined : say(expected, got)
  if (Array.isArray(expected)) return differenceOfLists(expected, got, within)
  return differenceOfTagged(expected as JsonObject, got, within)
}

function isClose(expected: number, got: unknown, { rtol, atol }: Tolerance): boolean {
  if (typeof got !== 'number' && typeof got !== 'bigint') return false
  return Math.abs(expected - Number(got)) <= atol + rtol * Math.abs(expected)
}

function differenceOfLists(
  expected: readonly Json[],
  got: unknown,
  within: Tolerance,
): string | undefined {
  const items = itemsOf(got)
  if (items?.length !== expected.length) return say(expected, got)
  for (const [i, item] of expected.entries()) {
    const found = difference(item, items[i], within)
    if (found) return `[${i}] ${found}`
  }
  return undefined
}

function differenceOfTagged(
  expected: JsonObject,
  got: unknown,
  within: Tolerance,
): string | undefined {
  const [tag, body] = Object.entries(expected)[0] ?? []
  const unless = (same: boolean) => (same ? undefined : say(expected, got))
  switch (tag) {
    case '$num':
      return unless(Object.is(got, SPECIAL_NUMBERS[String(body)]))
    case '$int':
      return unless(typeof got === 'bigint' && String(got) === body)
    case '$date':
      return unless(got instanceof Date && got.getTime() === dateOf(String(body)).getTime())
    case '$timedelta':
      return difference(Number(body) * 1000, got, within)
    case '$complex':
      return difference(body, isObject(got) && 're' in got ? partsOf(got) : got, within)
    case '$get':
      return isObject(got) ? difference(body, propertyOf(got, 'get'), within) : say(expected, got)
    case '$set':
      return unless(sameSet(body as Json[], itemsOf(got)))
    case '$props':
      return differenceOfProperties(Object.entries(body as JsonObject), got, within)
    case '$dict':
      return differenceOfEntries(body as [Json, Json][], got, within)
    default:
      return differenceOfEntries(Object.entries(expected), got, within)
  }
}

function differenceOfProperties(
  expected: readonly [string, Json][],
  got: unknown,
  within: Tolerance,
): string | undefined {
  if (!isObject(got)) return say(Object.fromEntries(expected), got)
  for (const [name, value] of expected) {
    const found = difference(value, propertyOf(got, name), within)
    if (found) return `.${name} ${found}`
  }
  return undefined
}

/** Entries in any order. The keys of a Map keep their types; those of an object are strings. */
function differenceOfEntries(
  expected: readonly (readonly [Json, Json])[],
  got: unknown,
  within: Tolerance,
): string | undefined {
  const entries = entriesOf(got)
  if (entries?.length !== expected.length) return say(expected, got)
  const byKey = new Map(entries.map(([key, value]) => [typed(key), value]))
  for (const [key, value] of expected) {
    // an object cannot have other keys than strings, nor can features have other names
    const mayBeText = !(got instanceof Map) || Number.isInteger(key)
    const place = [typed(key), ...(mayBeText ? [typed(String(key))] : [])].find((k) => byKey.has(k))
    if (place === undefined) return `has no ${show(key)}: ${show(got)}`
    const found = difference(value, byKey.get(place), within)
    if (found) return `[${show(key)}] ${found}`
  }
  return undefined
}

function entriesOf(value: unknown): [unknown, unknown][] | undefined {
  if (!isObject(value)) return undefined
  if ('entries' in value && typeof value.entries === 'function') return [...value.entries()]
  if ('toDict' in value && typeof value.toDict === 'function') return entriesOf(value.toDict())
  return Object.entries(value)
}

function itemsOf(value: unknown): unknown[] | undefined {
  return isObject(value) && Symbol.iterator in value ? [...(value as Iterable<unknown>)] : undefined
}

function sameSet(expected: readonly Json[], got: readonly unknown[] | undefined): boolean {
  const keys = new Set(got?.map(typed))
  return got?.length === expected.length && expected.every((item) => keys.has(typed(item)))
}

/** A text that is the same for equal labels only: `1`, `'1'` and `true` are three. */
function typed(key: unknown): string {
  return Array.isArray(key) ? `[${key.map(typed).join()}]` : `${typeof key} ${String(key)}`
}

function partsOf(value: object): unknown[] {
  return [Reflect.get(value, 're'), Reflect.get(value, 'im')]
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function say(expected: unknown, got: unknown): string {
  return `should be ${show(expected)}, is ${show(got)}`
}

function show(value: unknown): string {
  const text =
    value instanceof Map
      ? `Map ${show([...value])}`
      : (JSON.stringify(value, plain) ?? String(value))
  return text.length > 160 ? `${text.slice(0, 157)}…` : text
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value instanceof Map || value instanceof Set ? [...value] : value
}
