import { InvalidInputError } from '../errors.js'

/** What a sketch can count. */
export type Item = string | number | boolean | bigint

const PRIME = 2305843009213693951n // 2^61 - 1
const bits: Float64Array = /* @__PURE__ */ new Float64Array(1)
const words: Uint32Array = /* @__PURE__ */ new Uint32Array(bits.buffer)

/** A hash of up to 64 bits in two words: high (signed), low (as its 32 bits). */
export type HashWords = Int32Array

/** Throws if an item is none. */
export function checkItem(who: string, x: unknown): asserts x is Item {
  if (typeof x === 'string' || typeof x === 'boolean' || typeof x === 'bigint') return
  if (typeof x === 'number' && x === x) return
  throw new InvalidInputError(who, 'an item must be a string, a number, a boolean or a bigint', x)
}

/**
 * Python's `hash`, so that a sketch of numbers has River's collisions: `1`, `1n` and `true` have
 * one hash. Python's hash of a string changes with each run; here it is always the same.
 */
export function hashItem(x: Item, to: HashWords): void {
  if (typeof x === 'string') hashString(x, to)
  else if (typeof x === 'bigint') write(x < 0n ? -(-x % PRIME) : x % PRIME, to)
  else hashNumber(Number(x), to)
}

function hashNumber(x: number, to: HashWords): void {
  if (Number.isSafeInteger(x)) hashInteger(x, to)
  else if (Math.abs(x) === Infinity) hashInteger(x > 0 ? 314159 : -314159, to)
  else hashFloat(x, to)
}

function hashInteger(x: number, to: HashWords): void {
  const value = x === -1 ? -2 : x
  const high = Math.floor(value / 2 ** 32)
  to[0] = high
  to[1] = value - high * 2 ** 32
}

/** The double as mantissa × 2^exponent, modulo the prime, where 2^61 is 1. */
function hashFloat(x: number, to: HashWords): void {
  bits[0] = Math.abs(x)
  const biased = words[1] >>> 20
  const fraction = (BigInt(words[1] & 0xfffff) << 32n) | BigInt(words[0])
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n)
  const exponent = Math.max(biased, 1) - 1075
  const turn = BigInt(((exponent % 61) + 61) % 61)
  const size = (mantissa << turn) % PRIME
  write(x < 0 ? -size : size, to)
}

function write(hash: bigint, to: HashWords): void {
  const value = hash === -1n ? -2n : hash
  to[0] = Number(BigInt.asIntN(32, value >> 32n))
  to[1] = Number(BigInt.asIntN(32, value))
}

/** Two lanes over the units of the string, mixed at the end. */
function hashString(x: string, to: HashWords): void {
  let a = 0x9e3779b9 ^ x.length
  let b = 0x85ebca6b ^ x.length
  for (let i = 0; i < x.length; i++) {
    const unit = x.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    a ^= a >>> 15
    b = Math.imul(b ^ unit, 0xcc9e2d51)
    b = (b << 13) | (b >>> 19)
  }
  to[0] = finish(a ^ Math.imul(b, 0x27d4eb2f))
  to[1] = finish(b ^ Math.imul(a, 0x165667b1))
}

function finish(lane: number): number {
  let h = lane
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
