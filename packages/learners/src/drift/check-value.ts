import { InvalidInputError } from '@coelho/core'

interface Named {
  readonly who: string
}

/** Throws unless it is a number that can be watched. */
export function checkValue(detector: Named, x: unknown): void {
  if (Number.isFinite(x)) return
  throw new InvalidInputError(detector.who, 'a value must be a finite number', x)
}
