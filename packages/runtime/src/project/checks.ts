import { InvalidOptionError } from '@coelho/core'

/** The entries of a plain object; none where it is null. */
export function checkRecord<Value>(
  who: string,
  option: string,
  given: Readonly<Record<string, Value>> | null,
  what: string,
): [name: string, value: Value][] {
  if (given === null) return []
  const parent = Object.getPrototypeOf(given)
  if (parent === Object.prototype || parent === null) return Object.entries(given)
  throw new InvalidOptionError(who, option, `must be an object of ${what} by name`, given)
}
