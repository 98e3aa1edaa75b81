import { InvalidInputError, SnapshotError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'

export interface SortedWindowOptions {
  /** How many numbers are kept. */
  readonly size: number
}

/**
 * The last so many numbers, in ascending order.
 *
 * @example
 * const last = new utils.SortedWindow({ size: 3 })
 * for (const x of [9, 5, 7, 6]) last.append(x)
 * const sorted = [...last]
 * sorted // => [5, 6, 7]
 */
export class SortedWindow implements Iterable<number> {
  static readonly id = 'utils.SortedWindow'
  static readonly rules: Rules<SortedWindowOptions> = {
    size: { kind: 'integer', atLeast: 1, atMost: 16_777_216 },
  }
  static readonly state = ['sorted', 'ring', 'count', 'oldest'] as const

  readonly options: Readonly<SortedWindowOptions>
  private readonly sorted: Float64Array
  private readonly ring: Float64Array // as they came
  private count = 0
  private oldest = 0

  constructor(given: SortedWindowOptions) {
    this.options = resolveOptions('SortedWindow', given, SortedWindow.rules)
    this.sorted = new Float64Array(this.options.size)
    this.ring = new Float64Array(this.options.size)
  }

  /** How many numbers are kept. */
  get size(): number {
    return this.options.size
  }

  /** How many there are. */
  get length(): number {
    return this.count
  }

  /** Puts `x` in; the oldest goes if the window is full. */
  append(x: number): void {
    if (!Number.isFinite(x)) {
      throw new InvalidInputError('SortedWindow', 'the value must be a finite number', x)
    }
    if (this.count === this.size) {
      const place = this.firstFrom(this.ring[this.oldest])
      this.sorted.copyWithin(place, place + 1, this.count)
      this.count -= 1
      this.ring[this.oldest] = x
      this.oldest = (this.oldest + 1) % this.size
    } else this.ring[this.count] = x
    const place = this.firstFrom(x)
    this.sorted.copyWithin(place + 1, place, this.count)
    this.sorted[place] = x
    this.count += 1
  }

  /** The number at a place, counted from the smallest; below 0, from the largest. */
  at(place: number): number | undefined {
    const index = place < 0 ? this.count + place : place
    return index >= 0 && index < this.count ? this.sorted[index] : undefined
  }

  [Symbol.iterator](): IterableIterator<number> {
    return this.sorted.slice(0, this.count).values()
  }

  checkState(): void {
    const { sorted, ring, count, oldest, size } = this
    const turns = count === size ? size : 1
    const placed = Number.isSafeInteger(oldest) && oldest >= 0 && oldest < turns
    if (!placed || !(Number.isSafeInteger(count) && count >= 0 && count <= size)) {
      throw new SnapshotError('a SortedWindow must know its oldest number', oldest)
    }
    const same =
      ring.length === size &&
      ring
        .slice(0, count)
        .sort()
        .every((x, i) => x === sorted[i])
    if (same && sorted.length === size && ring.every(Number.isFinite)) return
    throw new SnapshotError(`a SortedWindow must have its ${count} numbers in order`)
  }

  private firstFrom(x: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.sorted[middle] < x) low = middle + 1
      else high = middle
    }
    return low
  }
}
