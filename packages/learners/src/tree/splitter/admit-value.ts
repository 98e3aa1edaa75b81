import { InvalidInputError, type Label, type Labels } from '@coelho/core'

/** Throws if a splitter cannot take it in; false if its weight is 0. */
export function admitValue(who: string, x: unknown, y: Label, w: unknown, labels: Labels): boolean {
  labels.check(who, y)
  if (!(typeof w === 'number' && w >= 0 && w < Infinity)) {
    throw new InvalidInputError(who, 'the weight must be a finite number of at least 0', w)
  }
  if (!(typeof x === 'number' && Number.isFinite(x))) {
    throw new InvalidInputError(who, 'the value must be a finite number', x)
  }
  return w > 0
}
