import { InvalidInputError } from '../errors.js'

/** How much a value counts: a finite number from 0. */
export function checkWeight(who: string, w: number): void {
  if (Number.isFinite(w) && w >= 0) return
  throw new InvalidInputError(who, 'the weight w must be a finite number from 0', w)
}

/** What is left of `seen` without `w`; throws if it would be less than nothing. */
export function withoutWeight(who: string, seen: number, w: number): number {
  const left = seen - w
  const rounding = 1e-12 * seen
  if (left < -rounding) {
    throw new InvalidInputError(who, `cannot take back more than the ${seen} it has seen`, w)
  }
  return left <= rounding ? 0 : left
}
