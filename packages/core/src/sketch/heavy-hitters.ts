import { Statistic } from '../base/statistic.js'
import { InvalidInputError, InvalidOptionError, SnapshotError } from '../errors.js'
import { growFloats } from '../memory/grow.js'
import type { Rules } from '../options/rules.js'
import { checkItem, type Item } from './python-hash.js'

export interface HeavyHittersOptions {
  /** The share of all items from which one counts as frequent. */
  readonly support: number
  /** How far a share may be off; the smaller, the more items are kept. */
  readonly epsilon: number
  /** Frequencies are multiplied by it after every 1 / epsilon items. */
  readonly fadingFactor: number
}

/**
 * The items that come most often, and about how often; rare ones are forgotten, so that memory
 * stays small (lossy counting with a forgetting factor).
 *
 * @example
 * const hitters = new sketch.HeavyHitters()
 * for (const letter of 'abracadabra') hitters.update(letter)
 * hitters.mostCommon(2) // => [['a', 5], ['b', 2]]
 */
export class HeavyHitters extends Statistic<HeavyHittersOptions> {
  static override readonly id = 'sketch.HeavyHitters'
  static override readonly rules: Rules<HeavyHittersOptions> = {
    support: { kind: 'number', default: 0.001, atLeast: 0, atMost: 1 },
    epsilon: { kind: 'number', default: 0.005, above: 0, atMost: 1 },
    fadingFactor: { kind: 'number', default: 0.999, above: 0, atMost: 1 },
  }
  static override readonly state = ['slots', 'frequency', 'missed', 'n', 'fadedTotal'] as const

  private slots: Map<Item, number> = new Map() // in the order of the slots
  private frequency: Float64Array = new Float64Array(8) // by slot
  private missed: Float64Array = new Float64Array(8) // by slot: what it may have had before
  private n = 0
  private fadedTotal: number = this.bucketWidth

  constructor(given: Readonly<Partial<HeavyHittersOptions>> = {}) {
    super(given)
    const { support, epsilon } = this.options
    if (support > epsilon) {
      const expected = `must be at most epsilon (${epsilon})`
      throw new InvalidOptionError(this.who, 'support', expected, support)
    }
  }

  /** The number of items it remembers. */
  get length(): number {
    return this.slots.size
  }

  update(x: Item): void {
    checkItem(this.who, x)
    this.n += 1
    const bucket = Math.ceil(this.n / this.bucketWidth)
    const slot = this.slots.get(x)
    if (slot === undefined) this.append(x, bucket - 1)
    else this.frequency[slot] += 1
    if (this.n % this.bucketWidth === 0) this.fade(bucket)
  }

  /** About how often `x` came; 0 if it is not remembered. */
  get(x: Item): number {
    const slot = this.slots.get(x)
    return slot === undefined ? 0 : this.frequency[slot]
  }

  /** The frequent items, the most frequent first; at most `n` of them. */
  mostCommon(n?: number | null): [item: Item, frequency: number][] {
    const most = n ?? this.slots.size
    if (!Number.isSafeInteger(most) || most < 0) {
      throw new InvalidInputError(this.who, 'the number of items must be an integer from 0', n)
    }
    const { support, epsilon } = this.options
    const least = (support - epsilon) * this.fadedTotal
    const entries = [...this.slots].map(([x, slot]): [Item, number] => [x, this.frequency[slot]])
    return entries
      .filter(([, frequency]) => frequency >= least)
      .sort(([, a], [, b]) => b - a)
      .slice(0, most)
  }

  checkState(): void {
    const room = Math.min(this.frequency.length, this.missed.length)
    const inOrder = [...this.slots.values()].every((slot, i) => slot === i)
    if (!inOrder || this.slots.size > room || this.frequency.length !== this.missed.length) {
      throw new SnapshotError('HeavyHitters must have a slot for each item', this.slots.size)
    }
    if (!Number.isSafeInteger(this.n) || this.n < 0) {
      throw new SnapshotError('HeavyHitters must have a whole number of items', this.n)
    }
    for (const x of this.slots.keys()) checkItem(this.who, x)
  }

  private get bucketWidth(): number {
    return Math.ceil(1 / this.options.epsilon)
  }

  private append(x: Item, missed: number): void {
    const slot = this.slots.size
    this.frequency = growFloats(this.frequency, slot + 1)
    this.missed = growFloats(this.missed, slot + 1)
    this.frequency[slot] = 1
    this.missed[slot] = missed
    this.slots.set(x, slot)
  }

  /** Fades all frequencies and drops what became too rare; the others move together. */
  private fade(bucket: number): void {
    const kept = new Map<Item, number>()
    for (const [x, slot] of this.slots) {
      const frequency = this.frequency[slot] * this.options.fadingFactor
      const missed = this.missed[slot]
      if (frequency + missed <= bucket) continue
      this.frequency[kept.size] = frequency
      this.missed[kept.size] = missed
      kept.set(x, kept.size)
    }
    this.slots = kept
    this.fadedTotal = this.bucketWidth + this.fadedTotal * this.options.fadingFactor
  }
}
