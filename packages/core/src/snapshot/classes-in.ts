import { classOf, isSelfStoring, stateFields } from './classes.js'
import { kindOfArray } from './format.js'
import type { KnownFunction } from './load.js'

type Known = (abstract new (...options: never[]) => object) | KnownFunction

/**
 * The classes of a model and of all that it holds now, functions with an id included: what `load`
 * has to be told to read its snapshot.
 */
export function classesIn(model: object): Known[] {
  const classes = new Set<Known>()
  const seen = new Set<unknown>()
  const waiting: unknown[] = [model]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (seen.has(value)) continue
    if (typeof value === 'function' && 'id' in value) classes.add(value as KnownFunction)
    if (typeof value !== 'object' || value === null || kindOfArray(value)) continue
    seen.add(value)
    for (const item of within(value, classes)) waiting.push(item)
  }
  return [...classes]
}

/** What an object holds that a snapshot would hold too. */
function within(value: object, classes: Set<Known>): Iterable<unknown> {
  if (Array.isArray(value)) return value
  if (value instanceof Map) return [...value].flat()
  const cls = classOf(value)
  if (typeof cls?.id !== 'string') return Object.values(value)
  classes.add(cls as unknown as Known)
  if (isSelfStoring(value)) return []
  const fields = value as Record<string, unknown>
  const own = cls.rules ? Object.values(fields['options'] as object) : []
  return [...own, ...stateFields(cls).map((name) => fields[name])]
}
