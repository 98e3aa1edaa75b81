import { InvalidInputError } from '../errors.js'

/** A whole number: a bigint where a number has no room for it. */
export type Integer = number | bigint

/** A range of integers as the draw needs it: the value is `start + step × (0 … count - 1)`. */
export interface IntegerRange<T extends Integer> {
  readonly start: T
  readonly step: T
  readonly count: T
}

/** The range in plain numbers, or nothing when it takes bigints to count through it. */
export function numberRange(
  who: string,
  start: Integer,
  stop: Integer,
  step: Integer,
): IntegerRange<number> | undefined {
  if (typeof start !== 'number' || typeof stop !== 'number' || typeof step !== 'number') return
  whole(who, 'start', start)
  whole(who, 'stop', stop)
  whole(who, 'step', step)
  const width = stop - start + step - Math.sign(step)
  if (!Number.isSafeInteger(width)) return
  if (step === 0) throw new InvalidInputError(who, 'step must not be 0', step)
  const count = (width - (width % step)) / step
  if (count <= 0) throw emptyRange(who, start, stop)
  return { start, step, count }
}

/** The same range in bigints, which know no bounds. */
export function bigRange(
  who: string,
  start: Integer,
  stop: Integer,
  step: Integer,
): IntegerRange<bigint> {
  whole(who, 'start', start)
  whole(who, 'stop', stop)
  whole(who, 'step', step)
  const [from, by] = [BigInt(start), BigInt(step)]
  if (by === 0n) throw new InvalidInputError(who, 'step must not be 0', step)
  const width = BigInt(stop) - from + by - (by > 0n ? 1n : -1n)
  if (width / by <= 0n) throw emptyRange(who, start, stop)
  return { start: from, step: by, count: width / by }
}

/** Refuses fractions, and numbers too large to tell from their neighbours. */
export function whole(who: string, name: string, value: Integer): void {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return
  const expected = `${name} must be an integer (a bigint beyond 2^53 - 1)`
  throw new InvalidInputError(who, expected, value)
}

function emptyRange(who: string, start: Integer, stop: Integer): InvalidInputError {
  return new InvalidInputError(who, `the range from ${start} to ${stop} must hold a number`)
}

/** How many bits it takes to write a number of at most 2^53. */
export function bitLength(value: number): number {
  const high = Math.floor(value / 2 ** 32)
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value)
}

/** How many bits it takes to write a positive bigint. */
export function bigBitLength(value: bigint): number {
  const digits = value.toString(16)
  return digits.length * 4 + 28 - Math.clz32(Number.parseInt(digits[0], 16))
}
