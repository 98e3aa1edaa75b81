import { TAIL_START, type Ziggurat, ziggurat } from './pcg64-ziggurat.js'
import type { RandomSource } from './random-source.js'
import { drawSeed } from './seed.js'
import { seedSequence } from './seed-sequence.js'

/** The multiplier of the generator in words of 32 bits, lowest first. */
const M0 = 0x9fccf645
const M1 = 0x4385df64
const M2 = 0x1fc65da4
const M3 = 0x2360ed05
const WORD = 2 ** 32

/** From how many elements on those drawn are taken from a shuffled list, if they are many. */
const LARGE_POPULATION = 10000

/**
 * NumPy's `default_rng(seed)`: PCG64 (O'Neill, 2014), with the draws that datasets need. It has
 * 128 bits of state, kept in words of 32 bits, lowest first.
 */
export class Pcg64 implements RandomSource {
  private readonly words: Uint32Array = new Uint32Array(4)
  private readonly increment: Uint32Array = new Uint32Array(4)
  private readonly layers: Ziggurat = ziggurat()
  private low = 0 // of the number drawn last
  private high = 0
  private spare = -1 // the half of a number that is still to be given out; -1: none

  constructor(seed: number | bigint = drawSeed()) {
    const key = seedSequence(seed, 8)
    const { words, increment } = this
    // NumPy has numbers of 64 bits here, the upper one first.
    const [start, stream] = [key.subarray(0, 4), key.subarray(4, 8)]
    const order = [2, 3, 0, 1]
    for (let i = 3; i >= 0; i--) {
      const below = i > 0 ? stream[order[i - 1]] >>> 31 : 1
      increment[i] = (stream[order[i]] << 1) | below
    }
    this.step()
    let carry = 0
    for (let i = 0; i < 4; i++) {
      const sum = words[i] + start[order[i]] + carry
      words[i] = sum
      carry = sum >= WORD ? 1 : 0
    }
    this.step()
  }

  /** A number from 0 (included) to 1 (excluded), with 53 random bits. */
  random(): number {
    this.draw()
    return ((this.high >>> 0) * 2097152 + (this.low >>> 11)) / 9007199254740992
  }

  /** A whole number from 0 to below `count` (Lemire, 2019); draws nothing if that is 1. */
  below(count: number): number {
    if (count === 1) return 0
    const least = (WORD - count) % count
    for (;;) {
      const word = this.nextWord()
      if (Math.imul(word, count) >>> 0 >= least) return productHigh(word, count)
    }
  }

  /** A normal number with mean 0 and deviation 1. */
  normal(): number {
    const { widths, heights, sure } = this.layers
    for (;;) {
      this.draw()
      const layer = this.low & 0xff
      // 52 bits: those above the layer and the sign.
      const units = (this.high & 0x1fffffff) * 8388608 + (this.low >>> 9)
      const isNegative = (this.low & 0x100) !== 0
      const x = (isNegative ? -units : units) * widths[layer]
      if (units < sure[layer]) return x
      if (layer === 0) return this.beyond((this.low & 0x20000) !== 0)
      const height = (heights[layer - 1] - heights[layer]) * this.random() + heights[layer]
      if (height < Math.exp(-0.5 * x * x)) return x
    }
  }

  /** Puts the elements in random order. NumPy draws otherwise here than in `choice`. */
  shuffle(list: Int32Array): void {
    for (let i = list.length - 1; i > 0; i--) swap(list, i, this.upTo(i))
  }

  /** So many numbers from 0 to below `count`, each at most once unless `replace`. */
  choice(count: number, size: number, replace: boolean): Int32Array {
    if (!replace) return this.distinct(count, size)
    const chosen = new Int32Array(size)
    for (let i = 0; i < size; i++) chosen[i] = this.below(count)
    return chosen
  }

  private distinct(count: number, size: number): Int32Array {
    if (count > LARGE_POPULATION && size > Math.floor(count / 50)) {
      const all = Int32Array.from({ length: count }, (_, i) => i)
      this.mix(all, Math.max(count - size, 1))
      return all.slice(count - size)
    }
    const chosen = new Int32Array(size)
    const seen = new Set<number>()
    for (let i = 0, most = count - size; i < size; i++, most++) {
      const drawn = this.below(most + 1)
      chosen[i] = seen.has(drawn) ? most : drawn
      seen.add(chosen[i])
    }
    this.mix(chosen, 1)
    return chosen
  }

  /** Exchanges the elements from `first` on, the last one first, with any before them. */
  private mix(list: Int32Array, first: number): void {
    for (let i = list.length - 1; i >= first; i--) swap(list, i, this.below(i + 1))
  }

  /** A whole number from 0 to `most`: as many bits as it has, until they are small enough. */
  private upTo(most: number): number {
    const mask = 0xffffffff >>> Math.clz32(most)
    let value = (this.nextWord() & mask) >>> 0
    while (value > most) value = (this.nextWord() & mask) >>> 0
    return value
  }

  /** A number in the tail of the normal distribution. */
  private beyond(isNegative: boolean): number {
    for (;;) {
      const over = -Math.log1p(-this.random()) / TAIL_START
      const bound = -Math.log1p(-this.random())
      if (bound + bound > over * over) return isNegative ? -(TAIL_START + over) : TAIL_START + over
    }
  }

  /** Half of a number: the lower one, then the upper one. */
  private nextWord(): number {
    if (this.spare >= 0) {
      const word = this.spare
      this.spare = -1
      return word
    }
    this.draw()
    this.spare = this.high >>> 0
    return this.low >>> 0
  }

  /** The next 64 bits: both halves of the state on top of each other, turned by its upper bits. */
  private draw(): void {
    this.step()
    const { words } = this
    const low = words[0] ^ words[2]
    const high = words[1] ^ words[3]
    const turn = words[3] >>> 26
    const isFar = turn >= 32
    const a = isFar ? high : low
    const b = isFar ? low : high
    const bits = turn & 31
    this.low = bits === 0 ? a : (a >>> bits) | (b << (32 - bits))
    this.high = bits === 0 ? b : (b >>> bits) | (a << (32 - bits))
  }

  /** The state times the multiplier, plus the increment, in 128 bits. */
  private step(): void {
    const { words, increment } = this
    const w0 = words[0]
    const w1 = words[1]
    const w2 = words[2]
    const w3 = words[3]
    // Lower and upper words of the partial products, by the word of the result they belong to.
    const first = productLow(w0, M0) + increment[0]
    const second = productHigh(w0, M0) + productLow(w0, M1) + productLow(w1, M0) + increment[1]
    const third =
      productHigh(w0, M1) +
      productHigh(w1, M0) +
      productLow(w0, M2) +
      productLow(w1, M1) +
      productLow(w2, M0) +
      increment[2]
    const fourth =
      productHigh(w0, M2) +
      productHigh(w1, M1) +
      productHigh(w2, M0) +
      productLow(w0, M3) +
      productLow(w1, M2) +
      productLow(w2, M1) +
      productLow(w3, M0) +
      increment[3]
    const carried = second + Math.floor(first / WORD)
    const carriedOn = third + Math.floor(carried / WORD)
    words[0] = first
    words[1] = carried
    words[2] = carriedOn
    words[3] = fourth + Math.floor(carriedOn / WORD)
  }
}

function productLow(a: number, b: number): number {
  return Math.imul(a, b) >>> 0
}

/** The upper word of the product of two words. */
function productHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const other = aLow * bHigh + (middle & 0xffff)
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(other / 65536)) >>> 0
}

function swap(list: Int32Array, i: number, j: number): void {
  const held = list[i]
  list[i] = list[j]
  list[j] = held
}
