const START: readonly number[] = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]
/** The order in which each round takes the words of the block. */
const ORDERS: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]
const BLOCK_BYTES = 64
const PARAMETERS = 0x01010020 // a digest of 32 bytes, no key, no tree

/**
 * The eight words of a BLAKE2s digest (RFC 7693) of 32 bytes, with a salt of 8 bytes and no key.
 * Byte i of the digest is byte i % 4, from the low end, of word i / 4.
 */
export function blake2s(message: Uint8Array, salt: Uint8Array): Uint32Array {
  const state = Uint32Array.from(START)
  const salts = new DataView(salt.buffer, salt.byteOffset, 8)
  state[0] ^= PARAMETERS
  state[4] ^= salts.getUint32(0, true)
  state[5] ^= salts.getUint32(4, true)
  const blocks = Math.max(1, Math.ceil(message.length / BLOCK_BYTES))
  const padded = new Uint8Array(blocks * BLOCK_BYTES)
  padded.set(message)
  const view = new DataView(padded.buffer)
  for (let block = 0; block < blocks; block++) {
    const isLast = block === blocks - 1
    const done = isLast ? message.length : (block + 1) * BLOCK_BYTES
    compress(state, view, block * BLOCK_BYTES, done, isLast)
  }
  return state
}

function compress(state: Uint32Array, view: DataView, start: number, done: number, last: boolean) {
  const block = new Uint32Array(16)
  for (let i = 0; i < 16; i++) block[i] = view.getUint32(start + 4 * i, true)
  const v = new Uint32Array(16)
  v.set(state)
  v.set(START, 8)
  v[12] ^= done
  v[13] ^= Math.floor(done / 2 ** 32)
  if (last) v[14] = ~v[14]
  for (const order of ORDERS) {
    for (let i = 0; i < 4; i++) {
      mix(v, i, i + 4, i + 8, i + 12, block[order[2 * i]], block[order[2 * i + 1]])
    }
    for (let i = 0; i < 4; i++) {
      const x = block[order[8 + 2 * i]]
      const y = block[order[9 + 2 * i]]
      mix(v, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4), x, y)
    }
  }
  for (let i = 0; i < 8; i++) state[i] ^= v[i] ^ v[i + 8]
}

function mix(
  v: Uint32Array,
  a: number,
  b: number,
  c: number,
  d: number,
  x: number,
  y: number,
): void {
  v[a] += v[b] + x
  v[d] = turn(v[d] ^ v[a], 16)
  v[c] += v[d]
  v[b] = turn(v[b] ^ v[c], 12)
  v[a] += v[b] + y
  v[d] = turn(v[d] ^ v[a], 8)
  v[c] += v[d]
  v[b] = turn(v[b] ^ v[c], 7)
}

function turn(word: number, places: number): number {
  return (word >>> places) | (word << (32 - places))
}
