/** MurmurHash3 of the UTF-8 bytes of a text, in 32 bits with a sign. */
export function murmurHash(text: string, seed: number): number {
  const { length } = text
  let hash = seed | 0
  let word = 0
  for (let at = 0; at < length; at++) {
    const sign = text.charCodeAt(at)
    if (sign > 127) return hashOther(text, seed)
    word |= sign << (8 * (at & 3))
    if ((at & 3) === 3) {
      hash = stir(hash, word)
      word = 0
    }
  }
  return finish(hash, word, length)
}

/** The same of bytes, from `start` up to but not including `end`. */
export function murmurBytes(bytes: Uint8Array, start: number, end: number, seed: number): number {
  const length = end - start
  const whole = start + (length & ~3)
  let hash = seed | 0
  let at = start
  for (; at < whole; at += 4) {
    hash = stir(
      hash,
      bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24),
    )
  }
  let rest = 0
  for (let shift = 0; at < end; at++, shift += 8) rest |= bytes[at] << shift
  return finish(hash, rest, length)
}

function hashOther(text: string, seed: number): number {
  const bytes = new TextEncoder().encode(text)
  return murmurBytes(bytes, 0, bytes.length, seed)
}

/** Takes in the next four bytes, the first of them lowest. */
export function stir(hash: number, word: number): number {
  const mixed = hash ^ scramble(word)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/** The hash, with the bytes that are left and the number of all. */
export function finish(before: number, rest: number, length: number): number {
  let hash = before ^ scramble(rest) ^ length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}
