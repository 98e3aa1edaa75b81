import type { StatisticUpdate } from '../base/statistic.js'
import type { Label } from '../data/labels.js'
import { InvalidInputError } from '../errors.js'

interface Named {
  readonly who: string
}

/** The largest window a statistic takes. */
export const LARGEST_WINDOW = 16_777_216

export function checkValue(statistic: Named, x: unknown): void {
  if (Number.isFinite(x)) return
  throw new InvalidInputError(statistic.who, 'a value must be a finite number', x)
}

/** The weight that came with a value. */
export function weightOf(statistic: Named, options: StatisticUpdate | undefined): number {
  const w = options?.w ?? 1
  checkWeight(statistic, w)
  return w
}

export function checkWeight(statistic: Named, w: unknown): void {
  if (Number.isFinite(w) && (w as number) >= 0) return
  throw new InvalidInputError(statistic.who, 'a weight must be a finite number of at least 0', w)
}

export function isLabel(x: unknown): x is Label {
  return typeof x === 'string' || typeof x === 'boolean' || Number.isFinite(x)
}

export function checkLabel(statistic: Named, x: unknown): void {
  if (isLabel(x)) return
  const expected = 'a value must be a string, a finite number or a boolean'
  throw new InvalidInputError(statistic.who, expected, x)
}

/** What is merged must be of the same class. */
export function checkMerged(statistic: Named, other: unknown): void {
  if (Object(other).constructor === statistic.constructor) return
  throw new InvalidInputError(statistic.who, 'what is merged must be of the same class', other)
}

/** What is taken back must have been given. */
export function neverGiven(statistic: Named, x: unknown): InvalidInputError {
  return new InvalidInputError(statistic.who, 'what is reverted must have been given before', x)
}
