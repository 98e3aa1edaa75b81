import { seedKey } from './seed.js'

const POOL_SIZE = 4

/**
 * Words of 32 bits from a seed, each of whose bits changes about half of them: NumPy's
 * `SeedSequence(seed).generate_state(count)` (O'Neill, 2015).
 */
export function seedSequence(seed: number | bigint, count: number): Uint32Array {
  const pool = mixedPool(seedKey(seed))
  const words = new Uint32Array(count)
  let multiplier = 0x8b51f9dd
  for (let i = 0; i < count; i++) {
    const word = pool[i % POOL_SIZE] ^ multiplier
    multiplier = Math.imul(multiplier, 0x58f38ded)
    words[i] = folded(Math.imul(word, multiplier))
  }
  return words
}

/** Every word of the seed gets into every word of the pool. */
function mixedPool(key: Uint32Array): Uint32Array {
  const pool = new Uint32Array(POOL_SIZE)
  const hash = new WordHash()
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hash.next(key[i] ?? 0)
  for (let from = 0; from < POOL_SIZE; from++) {
    for (let to = 0; to < POOL_SIZE; to++) {
      if (from !== to) pool[to] = mixed(pool[to], hash.next(pool[from]))
    }
  }
  for (let from = POOL_SIZE; from < key.length; from++) {
    for (let to = 0; to < POOL_SIZE; to++) pool[to] = mixed(pool[to], hash.next(key[from]))
  }
  return pool
}

/** A hash whose multiplier changes with each word. */
class WordHash {
  private multiplier = 0x43b0d7e5

  next(word: number): number {
    const value = word ^ this.multiplier
    this.multiplier = Math.imul(this.multiplier, 0x931e8875)
    return folded(Math.imul(value, this.multiplier))
  }
}

function mixed(a: number, b: number): number {
  return folded(Math.imul(a, 0xca01f9dd) - Math.imul(b, 0x4973f715))
}

/** The upper half of a word on top of the lower one. */
function folded(word: number): number {
  return (word ^ (word >>> 16)) >>> 0
}
