import { InvalidOptionError } from '../errors.js'

const WORD_BITS = 32n
const WORD_MASK = 0xffffffffn

/** A seed for those who gave none: small enough to be written down as a number. */
export function drawSeed(): number {
  return Math.floor(Math.random() * 2 ** 53)
}

/** The absolute value of a whole number in words of 32 bits, lowest first; at least one word. */
export function seedKey(seed: number | bigint): Uint32Array {
  if (typeof seed !== 'bigint' && !Number.isInteger(seed)) {
    throw new InvalidOptionError('Random', 'seed', 'must be a whole number or a bigint', seed)
  }
  const words: number[] = []
  for (let rest = magnitude(BigInt(seed)); rest > 0n; rest >>= WORD_BITS) {
    words.push(Number(rest & WORD_MASK))
  }
  return Uint32Array.from(words.length ? words : [0])
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
