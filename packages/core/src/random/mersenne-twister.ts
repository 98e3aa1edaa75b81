/** Numbers in the state of an MT19937 generator. */
export const STATE_SIZE = 624

const SHIFT_SIZE = 397
const UPPER_BIT = 0x80000000
const LOWER_BITS = 0x7fffffff
const TWIST_MASK = 0x9908b0df

/** What `init_by_array` always begins with. */
const START: Uint32Array = /* @__PURE__ */ startOf(19650218)

/** Fills the state from a key of any length, as the generator's authors do in `init_by_array`. */
export function seedWords(words: Uint32Array, key: Uint32Array): void {
  words.set(START)
  const { length } = key
  let i = 1
  let word = words[0] | 0 // the one before
  for (let k = Math.max(STATE_SIZE, length), j = 0; k > 0; k--) {
    word = (((words[i] ^ Math.imul(mix(word), 1664525)) + (key[j] | 0)) | 0) + j
    word |= 0
    words[i] = word
    if (++j === length) j = 0
    if (++i === STATE_SIZE) i = wrap(words, word)
  }
  for (let k = 1; k < STATE_SIZE; k++) {
    word = ((words[i] ^ Math.imul(mix(word), 1566083941)) - i) | 0
    words[i] = word
    if (++i === STATE_SIZE) i = wrap(words, word)
  }
  words[0] = UPPER_BIT
}

function startOf(seed: number): Uint32Array {
  const words = new Uint32Array(STATE_SIZE)
  words[0] = seed
  for (let i = 1; i < STATE_SIZE; i++) words[i] = Math.imul(mix(words[i - 1]), 1812433253) + i
  return words
}

function mix(word: number): number {
  return word ^ (word >>> 30)
}

/** The last word goes before the first one, and filling goes on with the second. */
function wrap(words: Uint32Array, last: number): number {
  words[0] = last
  return 1
}

/** One of the first of the next 624 words, all that `twist` would make: `i` is below 227. */
export function twistedAt(words: Uint32Array, i: number): number {
  const y = (words[i] & UPPER_BIT) | (words[i + 1] & LOWER_BITS)
  return words[i + SHIFT_SIZE] ^ (y >>> 1) ^ (-(y & 1) & TWIST_MASK)
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
