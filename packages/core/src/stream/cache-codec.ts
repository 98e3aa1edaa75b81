import { InvalidDataError, InvalidInputError } from '../errors.js'
import { setOwn } from './row-shape.js'

/** How deep lists and objects may lie in each other. */
const DEEPEST = 64

/** A value as JSON; what JSON has no word for becomes `{"$": kind, "v": …}`. */
export function encodeValue(who: string, value: unknown): string {
  return JSON.stringify(tag(who, value, 0))
}

function tag(who: string, value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new InvalidInputError(who, `lists must lie ${DEEPEST} deep at most`)
  if (typeof value === 'number') return tagNumber(value)
  if (typeof value === 'bigint') return { $: 'bigint', v: String(value) }
  if (value === undefined) return { $: 'undefined' }
  if (typeof value !== 'object' || value === null) {
    if (typeof value !== 'function' && typeof value !== 'symbol') return value
    throw new InvalidInputError(who, 'only data can be kept', value)
  }
  const each = (item: unknown) => tag(who, item, depth + 1)
  if (Array.isArray(value)) return value.map(each)
  if (value instanceof Date) return { $: 'date', v: tagNumber(value.getTime()) }
  if (value instanceof Map) return { $: 'map', v: [...value].map(each) }
  if (value instanceof Set) return { $: 'set', v: [...value].map(each) }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new InvalidInputError(who, 'only plain objects, lists, maps, sets and dates', value)
  }
  const entries = Object.entries(value).map(([name, item]) => [name, each(item)] as const)
  if (Object.hasOwn(value, '$')) return { $: 'object', v: entries }
  const result: Record<string, unknown> = {}
  for (const [name, item] of entries) setOwn(result, name, item)
  return result
}

function tagNumber(value: number): unknown {
  const isPlain = Number.isFinite(value) && !Object.is(value, -0)
  return isPlain ? value : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) }
}

/** The value that was encoded. Text from elsewhere gives plain data, or an error. */
export function decodeValue(who: string, text: string, line: number): unknown {
  try {
    return untag(JSON.parse(text), 0)
  } catch (cause) {
    const error = new InvalidDataError(who, line, undefined, 'must be as the cache wrote it', text)
    throw Object.assign(error, { cause })
  }
}

function untag(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > 2 * DEEPEST) throw new RangeError('too deep')
  const each = (item: unknown) => untag(item, depth + 1)
  if (Array.isArray(value)) return value.map(each)
  if (Object.hasOwn(value, '$')) return untagKind(value as { $: unknown; v?: unknown }, each)
  const result: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) setOwn(result, name, each(item))
  return result
}

function untagKind(
  { $, v }: { $: unknown; v?: unknown },
  each: (item: unknown) => unknown,
): unknown {
  switch ($) {
    case 'undefined':
      return undefined
    case 'number':
      return Number(v)
    case 'bigint':
      return BigInt(v as string)
    case 'date':
      return new Date(each(v) as number)
    case 'map':
      return new Map(listOf(v).map((pair) => listOf(each(pair)) as [unknown, unknown]))
    case 'set':
      return new Set(listOf(v).map(each))
    case 'object': {
      const result: Record<string, unknown> = {}
      for (const [name, item] of listOf(v).map(listOf)) setOwn(result, String(name), each(item))
      return result
    }
    default:
      throw new TypeError('an unknown kind')
  }
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  throw new TypeError('not a list')
}
