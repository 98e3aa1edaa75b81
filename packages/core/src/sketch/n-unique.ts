import { Statistic } from '../base/statistic.js'
import { InvalidInputError, SnapshotError } from '../errors.js'
import { log } from '../math/log.js'
import type { Rules } from '../options/rules.js'
import { NumpyRandomState } from '../random/numpy-random-state.js'
import { blake2s } from './blake2s.js'

export interface NUniqueOptions {
  /** How far the answer is off, as a rule; memory grows with the inverse of its square. */
  readonly errorRate: number
  /** Of the salt of the hash; from 0 to 2^32 - 1. */
  readonly seed: number | null
}

const SALT_BYTES = 8
const MOST_RANK = 33 // 32 bits without a one, and one more
const ALPHAS: Readonly<Record<number, number>> = { 16: 0.673, 32: 0.697, 64: 0.709 }

/**
 * The number of different strings, about, in a memory of fixed size (HyperLogLog). The hash is
 * BLAKE2s with a salt, as in River, so the same seed gives the same estimates.
 *
 * Draws: 8 bytes of NumPy's legacy generator, when it is built.
 *
 * @example
 * const letters = new sketch.NUnique({ seed: 0 })
 * for (const letter of 'abracadabra') letters.update(letter)
 * letters.get() // => 5
 */
export class NUnique extends Statistic<NUniqueOptions> {
  static override readonly id = 'sketch.NUnique'
  static override readonly rules: Rules<NUniqueOptions> = {
    errorRate: { kind: 'number', default: 0.01, atLeast: 0.0005, atMost: 0.36 },
    seed: { kind: 'integer', default: null, nullable: true, atLeast: 0, atMost: 4_294_967_295 },
  }
  static override readonly state = ['seed', 'salt', 'ranks'] as const

  /** Each hash gives so many bits to choose a bucket, */
  readonly nBits: number = bitsFor((1.04 / this.options.errorRate) ** 2)
  /** of which there are so many. */
  readonly nBuckets: number = 2 ** this.nBits
  /** The seed of the salt. */
  readonly seed: number = this.options.seed ?? Math.floor(Math.random() * 2 ** 32)
  private readonly salt: Uint8Array = new NumpyRandomState(this.seed).bytes(SALT_BYTES)
  private readonly ranks: Uint8Array = new Uint8Array(this.nBuckets) // the highest, by bucket
  private readonly encoder = new TextEncoder()

  /** The highest rank met in each bucket. */
  get buckets(): number[] {
    return [...this.ranks]
  }

  update(x: string): void {
    if (typeof x !== 'string') {
      throw new InvalidInputError(this.who, 'the value must be a string', x)
    }
    const low = reversed(blake2s(this.encoder.encode(x), this.salt)[7])
    const bucket = (low & (this.nBuckets - 1)) >>> 0
    const rank = Math.clz32((low << this.nBits) | (1 << (this.nBits - 1))) + 1
    if (rank > this.ranks[bucket]) this.ranks[bucket] = rank
  }

  /** The number of different strings so far, about. */
  get(): number {
    const { nBuckets, ranks } = this
    let sum = 0
    let empty = 0
    for (let bucket = 0; bucket < nBuckets; bucket++) {
      sum += 2 ** -ranks[bucket]
      if (ranks[bucket] === 0) empty += 1
    }
    const alpha = ALPHAS[nBuckets] ?? 0.7213 / (1 + 1.079 / nBuckets)
    const estimate = (alpha * nBuckets * nBuckets) / sum
    if (estimate <= nBuckets * 2.5) {
      return Math.trunc(empty > 0 ? nBuckets * log(nBuckets / empty) : estimate)
    }
    if (estimate < 2 ** 32 / 30) return Math.trunc(estimate)
    return Math.trunc(-(2 ** 32) * log(1 - Math.min(estimate / 2 ** 32, 1 - 2 ** -32)))
  }

  /** Takes in what another sketch of the same options and seed has seen. */
  merge(other: NUnique): void {
    const fits = other instanceof NUnique && other.nBits === this.nBits
    if (!fits || !this.salt.every((byte, i) => byte === other.salt[i])) {
      throw new InvalidInputError(this.who, 'needs a NUnique of the same errorRate and seed', other)
    }
    for (let bucket = 0; bucket < this.nBuckets; bucket++) {
      this.ranks[bucket] = Math.max(this.ranks[bucket], other.ranks[bucket])
    }
  }

  checkState(): void {
    if (this.salt.length !== SALT_BYTES) {
      throw new SnapshotError('a NUnique must have a salt of 8 bytes', this.salt.length)
    }
    if (this.ranks.length !== this.nBuckets || this.ranks.some((rank) => rank > MOST_RANK)) {
      throw new SnapshotError(`a NUnique must have ${this.nBuckets} ranks up to ${MOST_RANK}`)
    }
  }
}

/** The least number of bits that tell so many apart. */
function bitsFor(count: number): number {
  let bits = 0
  while (2 ** bits < count) bits += 1
  return bits
}

/** River reads the digest as one number, whose last four bytes are its lowest. */
function reversed(word: number): number {
  const swapped = ((word & 0xff00ff) << 8) | ((word >>> 8) & 0xff00ff)
  return (swapped << 16) | (swapped >>> 16)
}
