import { InvalidInputError } from '../errors.js'
import { SortedRing } from '../memory/sorted-ring.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'

export interface SortedWindowOptions {
  /** How many numbers are kept. */
  readonly size: number
}

/**
 * The last so many numbers, in ascending order. A new one takes a time that grows with the
 * logarithm of the size, as does any place that is asked for.
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
  static readonly state = ['window'] as const
  static readonly parts: readonly unknown[] = [SortedRing]

  readonly options: Readonly<SortedWindowOptions>
  private readonly window: SortedRing = new SortedRing()

  constructor(given: SortedWindowOptions) {
    this.options = resolveOptions('SortedWindow', given, SortedWindow.rules)
  }

  /** How many numbers are kept. */
  get size(): number {
    return this.options.size
  }

  /** How many there are. */
  get length(): number {
    return this.window.count
  }

  /** Puts `x` in; the oldest goes if the window is full. */
  append(x: number): void {
    if (!Number.isFinite(x)) {
      throw new InvalidInputError('SortedWindow', 'the value must be a finite number', x)
    }
    this.window.push(x, this.options.size)
  }

  /** The number at a place, counted from the smallest; below 0, from the largest. */
  at(place: number): number | undefined {
    const index = place < 0 ? this.length + place : place
    const isThere = Number.isSafeInteger(index) && index >= 0 && index < this.length
    return isThere ? this.window.at(index) : undefined
  }

  *[Symbol.iterator](): IterableIterator<number> {
    for (let place = 0; place < this.length; place++) yield this.window.at(place)
  }

  checkState(): void {
    this.window.checkSize(this.options.size)
  }
}
