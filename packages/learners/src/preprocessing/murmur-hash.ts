/** MurmurHash3 of the UTF-8 bytes of a text, in 32 bits with a sign. */
export function murmurHash(text: string, seed: number): number {
  const bytes = utf8(text)
  const whole = bytes.length & ~3
  let hash = seed | 0
  for (let at = 0; at < whole; at += 4) {
    const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
    hash ^= scramble(word)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let at = bytes.length - 1; at >= whole; at--) rest = (rest << 8) | bytes[at]
  hash ^= scramble(rest) ^ bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

const MOST_SHORT = 64

/** Short names of ASCII, which most are, are spelled out here: an encoder takes longer for them. */
function utf8(text: string): ArrayLike<number> {
  if (text.length > MOST_SHORT) return new TextEncoder().encode(text)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign > 127) return new TextEncoder().encode(text)
    bytes[at] = sign
  }
  return bytes
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}
