import { InvalidInputError } from '../errors.js'

/** A list whose elements can be exchanged: an array or a typed array. */
export interface MutableList<T> {
  readonly length: number
  [index: number]: T
}

/** Refuses NaN and infinities: with them some of the algorithms would never end. */
export function finite(who: string, name: string, value: number): void {
  if (!Number.isFinite(value)) {
    throw new InvalidInputError(who, `${name} must be a finite number`, value)
  }
}

/** Refuses all but numbers above 0, and those so large that twice as much is infinite. */
export function positive(who: string, name: string, value: number): void {
  if (!(value > 0 && value <= 1e300)) {
    throw new InvalidInputError(who, `${name} must be a number above 0 and at most 1e300`, value)
  }
}

/** Refuses all but whole numbers from 0 to `atMost`. */
export function countUpTo(who: string, name: string, value: number, atMost: number): void {
  if (!(Number.isInteger(value) && value >= 0 && value <= atMost)) {
    throw new InvalidInputError(who, `${name} must be an integer from 0 to ${atMost}`, value)
  }
}

/** Refuses what has no elements to choose from. */
export function listOfSome(who: string, name: string, list: ArrayLike<unknown>): void {
  listLike(who, name, list)
  if (list.length === 0) throw new InvalidInputError(who, `${name} must not be empty`, list)
}

/** Refuses what has no length: a set or a map has to be made an array first. */
export function listLike(who: string, name: string, list: ArrayLike<unknown>): void {
  if (!isListLike(list))
    throw new InvalidInputError(who, `${name} must be an array or a string`, list)
}

/** Whether a value has elements that can be counted: an array, a typed array, or a string. */
export function isListLike(value: unknown): value is ArrayLike<unknown> {
  if (typeof value === 'string') return true
  return (
    typeof value === 'object' && value !== null && Number.isInteger(Reflect.get(value, 'length'))
  )
}
