import { SnapshotError } from '../errors.js'
import { log } from '../math/log.js'
import { STATE_SIZE, temper, twist } from './mersenne-twister.js'
import { checkPosition, checkWords } from './state.js'

/**
 * What River draws from NumPy's legacy `RandomState`: the same generator as `Random`, seeded from
 * one word, and with NumPy's ways from words to numbers. The seed is from 0 to 2^32 - 1.
 *
 * @example
 * new random.NumpyRandomState(42).randomSample() // => 0.3745401188473625
 */
export class NumpyRandomState {
  static readonly id = 'random.NumpyRandomState'
  static readonly state = ['seed', 'words', 'position', 'nextNormal'] as const

  /** What it was seeded with: to repeat a run, give it again. */
  readonly seed: number
  private readonly words: Uint32Array = new Uint32Array(STATE_SIZE)
  private position: number = STATE_SIZE
  private nextNormal: number | undefined

  constructor(seed: number = Math.floor(Math.random() * 2 ** 32)) {
    this.seed = seed
    const { words } = this
    words[0] = seed
    for (let i = 1; i < STATE_SIZE; i++) {
      words[i] = Math.imul(words[i - 1] ^ (words[i - 1] >>> 30), 1812433253) + i
    }
  }

  /** A number from 0 (included) to 1 (excluded), with 53 random bits. */
  randomSample(): number {
    const high = this.nextWord() >>> 5
    return (high * 67108864 + (this.nextWord() >>> 6)) / 9007199254740992
  }

  /** A whole number from `low` (included) to `high` (excluded), at most 2^53 apart. */
  randint(low: number, high: number): number {
    const most = high - 1 - low
    if (most === 0) return low
    const wide = most > 0xffffffff
    const top = wide ? Math.floor(most / 2 ** 32) : most
    const mask = 0xffffffff >>> Math.clz32(top)
    for (;;) {
      const word = (this.nextWord() & mask) >>> 0
      const value = wide ? word * 2 ** 32 + this.nextWord() : word
      if (value <= most) return low + value
    }
  }

  /** A normal number, by Marsaglia's polar method; made in pairs. */
  normal(mean = 0, deviation = 1): number {
    const ready = this.nextNormal
    this.nextNormal = undefined
    if (ready !== undefined) return mean + deviation * ready
    for (;;) {
      const a = 2 * this.randomSample() - 1
      const b = 2 * this.randomSample() - 1
      const square = a * a + b * b
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * log(square)) / square)
      this.nextNormal = factor * a
      return mean + deviation * factor * b
    }
  }

  /** `count` random bytes. */
  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count)
    let word = 0
    for (let i = 0; i < count; i++) {
      if (i % 4 === 0) word = this.nextWord()
      bytes[i] = word >>> (8 * (i % 4))
    }
    return bytes
  }

  /** The same state as another one has: both go on with the same numbers. */
  copyFrom(other: NumpyRandomState): void {
    this.words.set(other.words)
    this.position = other.position
    this.nextNormal = other.nextNormal
  }

  checkState(): void {
    const { seed } = this
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
      throw new SnapshotError('a NumpyRandomState must have a seed of 32 bits', seed)
    }
    checkWords(this.words)
    checkPosition(this.position)
    if (this.nextNormal === undefined || Number.isFinite(this.nextNormal)) return
    throw new SnapshotError('a NumpyRandomState must have a number as its next normal number')
  }

  private nextWord(): number {
    if (this.position >= STATE_SIZE) {
      twist(this.words)
      this.position = 0
    }
    return temper(this.words[this.position++])
  }
}
