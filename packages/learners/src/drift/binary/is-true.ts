import { InvalidInputError } from '@coelho/core'

interface Named {
  readonly who: string
}

/** The value as a boolean; throws unless it is one, or 0 or 1. */
export function isTrue(detector: Named, x: boolean | number): boolean {
  if (x === true || x === 1) return true
  if (x === false || x === 0) return false
  throw new InvalidInputError(detector.who, 'a value must be true or false (or 1 or 0)', x)
}
