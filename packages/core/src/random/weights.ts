import { InvalidInputError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { isListLike } from './checks.js'

/** How `choices` is to choose. */
export interface ChoicesOptions {
  /** How many to choose. */
  readonly k?: number
  /** How often each element is to come, relative to the others. */
  readonly weights?: ArrayLike<number> | null
  /** The same, each added to the ones before it. */
  readonly cumWeights?: ArrayLike<number> | null
}

const RULES: Rules<ChoicesOptions> = {
  k: { kind: 'integer', default: 1, atLeast: 0 },
  weights: { kind: 'object', default: null, nullable: true },
  cumWeights: { kind: 'object', default: null, nullable: true },
}

/** What `choices` was asked for, whichever way it was written. */
export interface Wish {
  readonly k: number
  /** Added up; nothing if all elements weigh the same. */
  readonly sums: Float64Array | undefined
}

/** Reads `(weights, options)`, `(weights)` or `(options)` for a population of this size. */
export function readWish(
  who: string,
  size: number,
  first: ArrayLike<number> | ChoicesOptions | null | undefined,
  second: ChoicesOptions | undefined,
): Wish {
  const listFirst = isListLike(first)
  const given = listFirst || second !== undefined ? second : (first ?? undefined)
  const { k, weights, cumWeights } = resolveOptions<ChoicesOptions>(who, given, RULES)
  const ownWeights = listFirst ? first : weights
  if (ownWeights && cumWeights) {
    throw new InvalidInputError(who, 'either weights or cumWeights must be left out')
  }
  if (cumWeights) return { k: k ?? 1, sums: cumulated(who, cumWeights, size) }
  return { k: k ?? 1, sums: ownWeights ? cumulate(who, ownWeights, size) : undefined }
}

function cumulate(who: string, weights: ArrayLike<number>, size: number): Float64Array {
  sameSize(who, 'weights', weights, size)
  const sums = new Float64Array(size)
  let total = 0
  for (let i = 0; i < size; i++) {
    if (!(weights[i] >= 0)) {
      throw new InvalidInputError(who, 'weights must be numbers of at least 0', weights[i])
    }
    total += weights[i]
    sums[i] = total
  }
  return checkTotal(who, sums)
}

function cumulated(who: string, sums: ArrayLike<number>, size: number): Float64Array {
  sameSize(who, 'cumWeights', sums, size)
  for (let i = 0; i < size; i++) {
    if (!(sums[i] >= (i ? sums[i - 1] : 0))) {
      const expected = 'cumWeights must be numbers of at least 0 that never fall'
      throw new InvalidInputError(who, expected, sums[i])
    }
  }
  return checkTotal(who, Float64Array.from(sums))
}

function sameSize(who: string, name: string, list: ArrayLike<number>, size: number): void {
  if (list.length === size) return
  const expected = `${name} must have the length of the population (${size})`
  throw new InvalidInputError(who, expected, list.length)
}

function checkTotal(who: string, sums: Float64Array): Float64Array {
  const total = sums[sums.length - 1]
  if (total > 0 && total < Infinity) return sums
  throw new InvalidInputError(who, 'the sum of weights must be finite and above 0', total)
}

/** The place of the first sum above the value; never beyond `last`. */
export function placeOf(sums: Float64Array, value: number, last: number): number {
  let low = 0
  let high = last
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value < sums[middle]) high = middle
    else low = middle + 1
  }
  return low
}
