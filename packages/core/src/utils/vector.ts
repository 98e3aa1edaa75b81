import { InvalidInputError } from '../errors.js'

export type Key = string | number | boolean

/** Numbers by name. */
export type Vector<Name extends Key = Key> =
  | ReadonlyMap<Name, number>
  | Readonly<Record<string, number>>

export function vectorEntries(vector: Vector): [Key, number][] {
  if (vector instanceof Map) return [...vector]
  if (typeof vector === 'object' && vector !== null) return Object.entries(vector)
  throw new InvalidInputError('utils', 'a vector must be an object or a Map of numbers', vector)
}

/** The same as a Map, in which an object's names are strings. */
export function vectorMap(vector: Vector): ReadonlyMap<Key, number> {
  return vector instanceof Map ? vector : new Map(vectorEntries(vector))
}
