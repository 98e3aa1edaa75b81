import { InvalidOptionError } from '@coelho/core'

/** What is given for each feature: in a Map, or in a plain object where names are strings. */
export type ByFeature<T> = ReadonlyMap<string, T> | Readonly<Record<string, T>>

/** Both forms as entries; throws if it is neither. */
export function entriesOf<T>(
  who: string,
  option: string,
  given: ByFeature<T>,
  anyKey = false,
): [string, T][] {
  const isMap = given instanceof Map
  const entries = isMap ? [...given] : typeof given === 'object' ? Object.entries(given) : []
  const isPlain = isMap || Object.getPrototypeOf(given ?? 0) === Object.prototype
  const named = anyKey || entries.every(([name]) => typeof name === 'string')
  if (isPlain && named && !Array.isArray(given)) return entries as [string, T][]
  throw new InvalidOptionError(who, option, 'must be a Map or an object by feature', given)
}

/** A category as rows hold it: booleans are the numbers 0 and 1. */
export function asCategory(who: string, option: string, value: unknown): string | number {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return Number(value)
  if (Number.isFinite(value)) return value as number
  const expected = 'must hold strings, finite numbers and booleans'
  throw new InvalidOptionError(who, option, expected, value)
}
