import { InvalidInputError, InvalidOptionError } from '../errors.js'

/** What may come with an event to learn from. */
export interface LearnOptions {
  /** How much the event counts; 1 unless given. With 0 it is not learned. */
  readonly w?: number
}

/** The same for many events: one weight for all, or one for each. */
export interface LearnManyOptions {
  readonly w?: number | ArrayLike<number>
}

/** The weight of one event, checked. */
export function checkWeight(who: string, w: number): number {
  if (Number.isFinite(w) && w >= 0) return w
  throw new InvalidOptionError(who, 'w', 'must be a finite number of at least 0', w)
}

/** The weights of so many events, checked; undefined if all count 1. */
export function checkWeights(
  who: string,
  count: number,
  w: number | ArrayLike<number> | undefined,
): ArrayLike<number> | undefined {
  const weights = typeof w === 'number' ? new Float64Array(count).fill(w) : w
  if (weights && weights.length !== count) {
    throw new InvalidInputError(who, `${count} rows need as many weights`, weights.length)
  }
  for (let i = 0; weights && i < weights.length; i++) checkWeight(who, weights[i])
  return weights
}
