import { InvalidInputError } from '@coelho/core'

/** What a number may be known by. */
export type Key = string | number | boolean

/** Numbers by name: an object or a Map. */
export type Vector = Record<string, number> | Map<Key, number>

/** The names and numbers, all of them finite. */
export function entriesOf(who: string, what: string, vector: Vector): [Key, number][] {
  if (typeof vector !== 'object' || vector === null || Array.isArray(vector)) {
    throw new InvalidInputError(who, `the ${what} must be an object or a Map of numbers`, vector)
  }
  const entries = vector instanceof Map ? [...vector] : Object.entries(vector)
  for (const [key, value] of entries) {
    if (Number.isFinite(value)) continue
    throw new InvalidInputError(who, `the ${what} of ${String(key)} must be a finite number`, value)
  }
  return entries
}

/** The names. */
export function keysOf(vector: Vector): Key[] {
  return vector instanceof Map ? [...vector.keys()] : Object.keys(vector)
}

/** Sets a number by name; a name such as `__proto__` is one like any other. */
export function setNumber(vector: Vector, key: Key, value: number): void {
  if (vector instanceof Map) vector.set(key, value)
  else {
    const property = { value, writable: true, enumerable: true, configurable: true }
    Object.defineProperty(vector, String(key), property)
  }
}

/** Takes out all numbers. */
export function emptyVector(vector: Vector): void {
  if (vector instanceof Map) vector.clear()
  else for (const key of Object.keys(vector)) delete vector[key]
}
