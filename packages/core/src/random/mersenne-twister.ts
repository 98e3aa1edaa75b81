/** Numbers in the state of an MT19937 generator. */
export const STATE_SIZE = 624

const SHIFT_SIZE = 397
const UPPER_BIT = 0x80000000
const LOWER_BITS = 0x7fffffff
const TWIST_MASK = 0x9908b0df

/** Fills the state from a key of any length, as the generator's authors do in `init_by_array`. */
export function seedWords(words: Uint32Array, key: Uint32Array): void {
  fillFrom(words, 19650218)
  let i = 1
  for (let k = 0, j = 0; k < Math.max(STATE_SIZE, key.length); k++) {
    words[i] = (words[i] ^ Math.imul(mix(words[i - 1]), 1664525)) + key[j] + j
    if (++i === STATE_SIZE) i = wrap(words)
    if (++j === key.length) j = 0
  }
  for (let k = 1; k < STATE_SIZE; k++) {
    words[i] = (words[i] ^ Math.imul(mix(words[i - 1]), 1566083941)) - i
    if (++i === STATE_SIZE) i = wrap(words)
  }
  words[0] = UPPER_BIT
}

function fillFrom(words: Uint32Array, seed: number): void {
  words[0] = seed
  for (let i = 1; i < STATE_SIZE; i++) words[i] = Math.imul(mix(words[i - 1]), 1812433253) + i
}

function mix(word: number): number {
  return word ^ (word >>> 30)
}

/** The last word goes before the first one, and filling goes on with the second. */
function wrap(words: Uint32Array): number {
  words[0] = words[STATE_SIZE - 1]
  return 1
}

/** Makes the next 624 words out of the last 624, all at once. */
export function twist(words: Uint32Array): void {
  const turn = STATE_SIZE - SHIFT_SIZE
  let word = words[0]
  for (let i = 0; i < turn; i++) {
    const next = words[i + 1]
    const y = (word & UPPER_BIT) | (next & LOWER_BITS)
    words[i] = words[i + SHIFT_SIZE] ^ (y >>> 1) ^ (-(y & 1) & TWIST_MASK)
    word = next
  }
  for (let i = turn; i < STATE_SIZE - 1; i++) {
    const next = words[i + 1]
    const y = (word & UPPER_BIT) | (next & LOWER_BITS)
    words[i] = words[i - turn] ^ (y >>> 1) ^ (-(y & 1) & TWIST_MASK)
    word = next
  }
  const y = (word & UPPER_BIT) | (words[0] & LOWER_BITS)
  words[STATE_SIZE - 1] = words[SHIFT_SIZE - 1] ^ (y >>> 1) ^ (-(y & 1) & TWIST_MASK)
}

/** Spreads the bits of a word of the state: what the generator gives out. */
export function temper(word: number): number {
  let y = word
  y ^= y >>> 11
  y ^= (y << 7) & 0x9d2c5680
  y ^= (y << 15) & 0xefc60000
  return (y ^ (y >>> 18)) >>> 0
}
