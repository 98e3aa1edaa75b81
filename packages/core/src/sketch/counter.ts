import { Statistic, type StatisticUpdate } from '../base/statistic.js'
import { InvalidInputError, InvalidOptionError, SnapshotError } from '../errors.js'
import { log } from '../math/log.js'
import type { Rules } from '../options/rules.js'
import { type PlainSeed, seededAnew } from '../random/seeded.js'
import { checkMasks, drawMasks, sameMasks, slotOf } from './masks.js'
import { checkItem, hashItem, type Item } from './python-hash.js'

export interface CounterOptions {
  /** An estimate is too high by at most this share of all counts … */
  readonly epsilon: number
  /** … except with this probability. */
  readonly delta: number
  /** Of the masks that make one hash many. */
  readonly seed: PlainSeed
}

const MOST_CELLS = 2 ** 26

/**
 * How often each item came, in a memory of fixed size (count-min sketch): estimates may be too
 * high, and are never too low while no weight is below 0.
 *
 * River: counts wrap around at 2^31; here they are exact up to 2^53.
 *
 * Draws: `getrandbits(64)` for each table, when it is built.
 *
 * @example
 * const counter = new sketch.Counter({ epsilon: 0.01, seed: 42 })
 * for (const item of ['a', 'b', 'a']) counter.update(item)
 * counter.get('a') // => 2
 */
export class Counter extends Statistic<CounterOptions> {
  static override readonly id = 'sketch.Counter'
  static override readonly rules: Rules<CounterOptions> = {
    epsilon: { kind: 'number', default: 0.1, above: 0 },
    delta: { kind: 'number', default: 0.05, above: 0, below: 1 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['seed', 'masks', 'counts'] as const

  /** Each hash table has so many slots, */
  readonly nSlots: number = Math.ceil(Math.E / this.options.epsilon)
  /** and there are so many tables. */
  readonly nTables: number = Math.ceil(log(1 / this.options.delta))
  /** The seed of the masks. */
  readonly seed: number | bigint
  private readonly masks: Uint32Array
  private readonly counts: Float64Array // a row of slots per table
  private readonly hash: Int32Array = new Int32Array(2)

  constructor(given: Readonly<Partial<CounterOptions>> = {}) {
    super(given)
    if (!(this.length <= MOST_CELLS)) {
      const expected = `must leave the sketch at most ${MOST_CELLS} slots`
      throw new InvalidOptionError(this.who, 'epsilon', expected, this.options.epsilon)
    }
    const rng = seededAnew(this.who, this.options.seed)
    this.seed = rng.seed
    this.masks = drawMasks(rng, this.nTables)
    this.counts = new Float64Array(this.length)
  }

  /** The number of slots in all tables. */
  get length(): number {
    return this.nSlots * this.nTables
  }

  update(x: Item, options?: StatisticUpdate): void {
    const w = options?.w ?? 1
    checkItem(this.who, x)
    if (!Number.isSafeInteger(w)) {
      throw new InvalidInputError(this.who, 'the weight w must be an integer', w)
    }
    hashItem(x, this.hash)
    for (let i = 0; i < this.nTables; i++) this.counts[this.cell(i)] += w
  }

  /** Takes back an update. */
  revert(x: Item, options?: StatisticUpdate): void {
    this.update(x, { w: -(options?.w ?? 1) })
  }

  /** How often `x` came, or a little more. */
  get(x: Item): number {
    checkItem(this.who, x)
    hashItem(x, this.hash)
    let least = Infinity
    for (let i = 0; i < this.nTables; i++) least = Math.min(least, this.counts[this.cell(i)])
    return least
  }

  /** The sum of all weights. */
  total(): number {
    let sum = 0
    for (let slot = 0; slot < this.nSlots; slot++) sum += this.counts[slot]
    return sum
  }

  /** The sum over all items of the product of both counts, or a little more. */
  matmul(other: Counter): number {
    this.checkSizes(other)
    let least = Infinity
    for (let i = 0; i < this.nTables; i++) {
      let sum = 0
      const end = (i + 1) * this.nSlots
      for (let at = i * this.nSlots; at < end; at++) sum += this.counts[at] * other.counts[at]
      least = Math.min(least, sum)
    }
    return least
  }

  /** Takes in what another counter of the same sizes and seed has seen. */
  merge(other: Counter): void {
    this.checkSizes(other)
    if (!sameMasks(this.masks, other.masks)) {
      throw new InvalidInputError(this.who, `needs a counter of seed ${this.seed}`, other.seed)
    }
    for (let at = 0; at < this.counts.length; at++) this.counts[at] += other.counts[at]
  }

  checkState(): void {
    checkMasks(this.masks, this.nTables)
    if (this.counts.length === this.length && this.counts.every(Number.isSafeInteger)) return
    throw new SnapshotError(`a Counter must have ${this.length} whole numbers`)
  }

  private cell(table: number): number {
    return table * this.nSlots + slotOf(this.hash, this.masks, table, this.nSlots)
  }

  private checkSizes(other: Counter): void {
    if (!(other instanceof Counter)) {
      throw new InvalidInputError(this.who, 'goes with another Counter only', other)
    }
    if (this.nSlots === other.nSlots && this.nTables === other.nTables) return
    const wanted = `needs a counter of ${this.nSlots} slots and ${this.nTables} tables`
    throw new InvalidInputError(this.who, wanted, [other.nSlots, other.nTables])
  }
}
