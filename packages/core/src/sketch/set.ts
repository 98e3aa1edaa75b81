import { Statistic } from '../base/statistic.js'
import { InvalidInputError, InvalidOptionError, SnapshotError } from '../errors.js'
import { log } from '../math/log.js'
import type { Rules } from '../options/rules.js'
import { type PlainSeed, seededAnew } from '../random/seeded.js'
import { checkMasks, drawMasks, sameMasks, slotOf } from './masks.js'
import { checkItem, hashItem, type Item } from './python-hash.js'

export interface SetOptions {
  /** How many different items it is made for. */
  readonly capacity: number
  /** With so many items, the probability that one is found that never came. */
  readonly fpRate: number
  /** Of the masks that make one hash many. */
  readonly seed: PlainSeed
}

const MOST_BITS = 2 ** 32
// biome-ignore lint/suspicious/noApproximativeNumericConstant: a literal leaves no trace in bundles
const LN2 = 0.6931471805599453

/**
 * Which items came, in a memory of fixed size (Bloom filter): it may find one that never came, and
 * finds all that did.
 *
 * Draws: `getrandbits(64)` for each hash function, when it is built.
 *
 * @example
 * const seen = new sketch.Set({ seed: 42 })
 * seen.update(['a', 'b'])
 * seen.has('a') // => true
 */
export class BloomSet extends Statistic<SetOptions> {
  static override readonly id = 'sketch.Set'
  static override readonly rules: Rules<SetOptions> = {
    capacity: { kind: 'integer', default: 2048, atLeast: 1, atMost: 1_000_000_000 },
    fpRate: { kind: 'number', default: 0.01, above: 0, below: 1 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['seed', 'masks', 'bits'] as const

  /** The size of the table, in bits. */
  readonly nBits: number = Math.ceil(
    -(this.options.capacity * log(this.options.fpRate)) / (LN2 * LN2),
  )
  /** The number of hash functions. */
  readonly nHash: number = Math.ceil((this.nBits / this.options.capacity) * LN2)
  /** The seed of the masks. */
  readonly seed: number | bigint
  private readonly masks: Uint32Array
  private readonly bits: Uint8Array
  private readonly hash: Int32Array = new Int32Array(2)

  constructor(given: Readonly<Partial<SetOptions>> = {}) {
    super(given)
    if (this.nBits > MOST_BITS) {
      const expected = `must leave the set at most ${MOST_BITS} bits`
      throw new InvalidOptionError(this.who, 'capacity', expected, this.options.capacity)
    }
    const rng = seededAnew(this.who, this.options.seed)
    this.seed = rng.seed
    this.masks = drawMasks(rng, this.nHash)
    this.bits = new Uint8Array(Math.ceil(this.nBits / 8))
  }

  add(x: Item): void {
    checkItem(this.who, x)
    hashItem(x, this.hash)
    for (let i = 0; i < this.nHash; i++) {
      const bit = slotOf(this.hash, this.masks, i, this.nBits)
      this.bits[Math.floor(bit / 8)] |= 1 << (bit % 8)
    }
  }

  /** Adds each of several items. */
  update(items: Iterable<Item>): void {
    if (typeof items?.[Symbol.iterator] !== 'function') {
      throw new InvalidInputError(this.who, 'the items must come in a list or the like', items)
    }
    const list = [...items]
    for (const x of list) checkItem(this.who, x)
    for (const x of list) this.add(x)
  }

  /** Whether `x` came: surely not, or very probably. */
  has(x: Item): boolean {
    checkItem(this.who, x)
    hashItem(x, this.hash)
    for (let i = 0; i < this.nHash; i++) {
      const bit = slotOf(this.hash, this.masks, i, this.nBits)
      if ((this.bits[Math.floor(bit / 8)] & (1 << (bit % 8))) === 0) return false
    }
    return true
  }

  /** A new set of what came in one of both, which must have the same options and seed. */
  union(other: BloomSet): BloomSet {
    const both = this.copy()
    both.merge(other)
    return both
  }

  /** A new set of what came in both, which must have the same options and seed. */
  intersection(other: BloomSet): BloomSet {
    this.checkSame(other)
    const both = this.copy()
    for (let at = 0; at < both.bits.length; at++) both.bits[at] &= other.bits[at]
    return both
  }

  /** Takes in what another set of the same options and seed has seen. */
  merge(other: BloomSet): void {
    this.checkSame(other)
    for (let at = 0; at < this.bits.length; at++) this.bits[at] |= other.bits[at]
  }

  checkState(): void {
    checkMasks(this.masks, this.nHash)
    if (this.bits.length === Math.ceil(this.nBits / 8)) return
    throw new SnapshotError(`a Set must have ${this.nBits} bits`, this.bits.length)
  }

  private copy(): BloomSet {
    const copy = new BloomSet({ ...this.options, seed: this.seed })
    copy.masks.set(this.masks)
    copy.bits.set(this.bits)
    return copy
  }

  private checkSame(other: BloomSet): void {
    const sameKind = other instanceof BloomSet && this.nBits === other.nBits
    if (sameKind && sameMasks(this.masks, other.masks)) return
    throw new InvalidInputError(
      this.who,
      'needs a Set of the same capacity, fpRate and seed',
      other,
    )
  }
}
