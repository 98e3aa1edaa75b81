import type { Schema } from '@coelho/core'
import { InvalidInputError, type Rule } from '@coelho/core'

/** What matrices that fade have in common. */
export interface FadingOptions {
  /** The share of the newest event, from 0 to 1. */
  readonly fadingFactor: number
}

export const FADING_RULE: Rule = { kind: 'number', default: 0.5, atLeast: 0, atMost: 1 }

/** Keeps the names of an event, or throws if a feature that is known is missing. */
export function keepWhole(who: string, names: Schema, count: number): void {
  if (count === names.size) {
    names.commit()
    return
  }
  names.rollback()
  const expected = 'an event must have all features that earlier ones had'
  throw new InvalidInputError(who, `${expected} (${names.names().join(', ')})`)
}
