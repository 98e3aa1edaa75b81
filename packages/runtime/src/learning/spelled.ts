import type { Features, Label } from '@coelho/core'

/** JSON has no `undefined`, no NaN and no maps: what predictions may be is spelled out. */
export function spell(value: unknown): unknown {
  if (value === undefined) return { $: 'undefined' }
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $: 'number', value: Object.is(value, -0) ? '-0' : String(value) }
  }
  if (value instanceof Map) {
    return { $: 'map', entries: Array.from(value, ([key, of]) => [spell(key), spell(of)]) }
  }
  if (Array.isArray(value)) return value.map(spell)
  // What is no value, such as the place of an event among clusters, cannot be judged later.
  return typeof value === 'object' && value !== null ? { $: 'undefined' } : value
}

/** What was spelled out. Throws if it was not. */
export function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read)
  if (typeof value !== 'object' || value === null) return value
  const { $, value: text, entries } = value as { $: string; value: string; entries: unknown[] }
  if ($ === 'undefined') return undefined
  if ($ === 'number') return Number(text)
  if ($ === 'map') return new Map(entries.map((entry) => read(entry) as [Label, unknown]))
  throw new TypeError()
}

export function spellFeatures(x: Features): unknown[] {
  return Object.entries(x).map(([name, value]) => [name, spell(value)])
}

export function readFeatures(entries: unknown): Features {
  const pairs = (entries as [unknown, unknown][]).map(([name, value]) => {
    if (typeof name !== 'string') throw new TypeError()
    return [name, read(value)] as const
  })
  return Object.fromEntries(pairs) as Features
}

export function readNumber(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new TypeError()
}

export function readText(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError()
}
