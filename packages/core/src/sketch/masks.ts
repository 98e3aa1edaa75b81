import { SnapshotError } from '../errors.js'
import type { Random } from '../random/random.js'
import type { HashWords } from './python-hash.js'

/** `count` masks of 64 bits, two words each, high first; drawn by `getrandbits(64)`. */
export function drawMasks(rng: Random, count: number): Uint32Array {
  const masks = new Uint32Array(2 * count)
  for (let i = 0; i < count; i++) {
    const bits = BigInt(rng.getrandbits(64))
    masks[2 * i] = Number(bits >> 32n)
    masks[2 * i + 1] = Number(bits & 0xffffffffn)
  }
  return masks
}

/** The hash, its bits turned by mask number `i`, modulo `width` as Python has it: never below 0. */
export function slotOf(hash: HashWords, masks: Uint32Array, i: number, width: number): number {
  const word = (hash[0] ^ masks[2 * i]) >>> 0
  const high = hash[0] < 0 ? word - 2 ** 32 : word // Python's integers go on with the sign
  const low = (hash[1] ^ masks[2 * i + 1]) >>> 0
  let rest = high % width
  if (rest < 0) rest += width
  rest = (rest * 65536 + (low >>> 16)) % width // by halves: the product must stay exact
  return (rest * 65536 + (low & 0xffff)) % width
}

export function sameMasks(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((mask, i) => mask === b[i])
}

export function checkMasks(masks: Uint32Array, count: number): void {
  if (masks.length !== 2 * count) {
    throw new SnapshotError(`a sketch must have ${count} masks of two words`, masks.length)
  }
}
