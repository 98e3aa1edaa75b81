const SEED = 0x9747b28c
const MIX = 0x5bd1e995

/** Murmur2 of a key, as Kafka's own clients compute it: they send a key to the same partition. */
function murmur2(key: Uint8Array): number {
  const { length } = key
  let hash = SEED ^ length
  const whole = length & ~3
  for (let at = 0; at < whole; at += 4) {
    let word = key[at]! | (key[at + 1]! << 8) | (key[at + 2]! << 16) | (key[at + 3]! << 24)
    word = Math.imul(word, MIX)
    word = Math.imul(word ^ (word >>> 24), MIX)
    hash = Math.imul(hash, MIX) ^ word
  }
  if (length & 3) {
    for (let at = length - 1; at >= whole; at--) hash ^= key[at]! << (8 * (at - whole))
    hash = Math.imul(hash, MIX)
  }
  hash = Math.imul(hash ^ (hash >>> 13), MIX)
  return hash ^ (hash >>> 15)
}

/** The partition of a key, of so many. */
export function partitionOf(key: Uint8Array | string, partitions: number): number {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key
  return (murmur2(bytes) & 0x7fffffff) % partitions
}
