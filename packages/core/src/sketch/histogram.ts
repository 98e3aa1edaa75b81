import { Statistic } from '../base/statistic.js'
import { InvalidInputError, SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { type Bins, shrink, tile } from './bins.js'

export interface HistogramOptions {
  /** The most bins there may be. */
  readonly maxBins: number
}

/** A part of a histogram; `left` and `right` belong to it. */
export interface Bin {
  readonly left: number
  readonly right: number
  readonly count: number
}

/**
 * A histogram whose bins follow the values: each new value is a bin of its own, and where there
 * are too many, the two nearest become one.
 *
 * @example
 * const histogram = new sketch.Histogram({ maxBins: 3 })
 * for (const x of [1, 2, 10, 20]) histogram.update(x)
 * histogram.cdf(10) // => 0.75
 */
export class Histogram extends Statistic<HistogramOptions> implements Iterable<Bin> {
  static override readonly id = 'sketch.Histogram'
  static override readonly rules: Rules<HistogramOptions> = {
    maxBins: { kind: 'integer', default: 256, atLeast: 1, atMost: 1_048_576 },
  }
  static override readonly state = ['seen', 'size', 'left', 'right', 'count'] as const

  private seen = 0
  private size = 0
  // By bin, in ascending order; there is room for one too many.
  private left: Float64Array = new Float64Array(this.options.maxBins + 1)
  private right: Float64Array = new Float64Array(this.options.maxBins + 1)
  private count: Float64Array = new Float64Array(this.options.maxBins + 1)

  /** How many values it has seen. */
  get n(): number {
    return this.seen
  }

  /** The number of bins. */
  get length(): number {
    return this.size
  }

  *[Symbol.iterator](): IterableIterator<Bin> {
    for (let bin = 0; bin < this.size; bin++) yield this.at(bin) as Bin
  }

  /** One bin; undefined where there is none. */
  at(bin: number): Bin | undefined {
    if (!Number.isInteger(bin) || bin < 0 || bin >= this.size) return undefined
    return { left: this.left[bin], right: this.right[bin], count: this.count[bin] }
  }

  /** The first bin that begins behind `x`; how many there are if none does. */
  firstBehind(x: number): number {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.left[middle] > x) high = middle
      else low = middle + 1
    }
    return low
  }

  update(x: number): void {
    this.check(x)
    this.seen += 1
    const bin = this.firstEndingFrom(x)
    if (bin < this.size && x >= this.left[bin]) this.count[bin] += 1
    else this.insert(bin, x)
    if (this.size > this.options.maxBins) this.joinNearest()
  }

  /** The share of values of at most `x`, if they are spread evenly within their bin. */
  cdf(x: number): number {
    return this.iterCdf([x]).next().value as number
  }

  /** The same for many numbers in ascending order, in one pass. */
  *iterCdf(xs: Iterable<number>): IterableIterator<number> {
    let bin = 0
    let below = 0
    for (const x of xs) {
      while (bin < this.size && x >= this.right[bin]) {
        below += this.count[bin]
        bin += 1
      }
      let here = below
      if (bin < this.size && x > this.left[bin]) {
        const share = (x - this.left[bin]) / (this.right[bin] - this.left[bin])
        here += this.count[bin] * share
      }
      yield this.seen === 0 ? 0 : here / this.seen
    }
  }

  /**
   * A new histogram of the values of both. Bins that overlap are cut, and their counts divided
   * evenly; so it may differ from one histogram of all values, but nothing is lost.
   */
  add(other: Histogram): Histogram {
    if (!(other instanceof Histogram)) {
      throw new InvalidInputError(this.who, 'can be added to a Histogram only', other)
    }
    const maxBins = Math.max(this.options.maxBins, other.options.maxBins)
    const bins = tile([...this, ...other])
    shrink(bins, maxBins)
    const sum = new Histogram({ maxBins })
    sum.seen = this.seen + other.seen
    sum.fill(bins)
    return sum
  }

  /** A line for each bin: `[1.00000, 2.00000]: 2`. */
  override toString(): string {
    return [...this]
      .map(({ left, right, count }) => `[${left.toFixed(5)}, ${right.toFixed(5)}]: ${count}`)
      .join('\n')
  }

  checkState(): void {
    const room = this.options.maxBins + 1
    if ([this.left, this.right, this.count].some(({ length }) => length !== room)) {
      throw new SnapshotError(`a Histogram must have room for ${room} bins`, this.left.length)
    }
    const countable = Number.isSafeInteger(this.size) && this.size >= 0 && this.size < room
    if (!countable || !Number.isSafeInteger(this.seen) || this.seen < 0) {
      throw new SnapshotError('a Histogram must have whole numbers of bins and values', this.size)
    }
    let end = -Infinity
    for (const { left, right, count } of this) {
      if (!(left >= end && right >= left && right < Infinity && count >= 0 && left > -Infinity)) {
        throw new SnapshotError('a Histogram must have its bins in order', left)
      }
      end = right
    }
  }

  private check(x: number): void {
    if (Number.isFinite(x)) return
    throw new InvalidInputError(this.who, 'the value must be a finite number', x)
  }

  /** The first bin that does not end before `x`. */
  private firstEndingFrom(x: number): number {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.right[middle] < x) low = middle + 1
      else high = middle
    }
    return low
  }

  private insert(bin: number, x: number): void {
    for (const column of [this.left, this.right, this.count]) {
      column.copyWithin(bin + 1, bin, this.size)
    }
    this.left[bin] = x
    this.right[bin] = x
    this.count[bin] = 1
    this.size += 1
  }

  /** The distance of two bins is that of their right ends. */
  private joinNearest(): void {
    let nearest = 0
    let least = Infinity
    for (let bin = 1; bin < this.size; bin++) {
      const distance = this.right[bin] - this.right[bin - 1]
      if (distance >= least) continue
      least = distance
      nearest = bin - 1
    }
    this.count[nearest] += this.count[nearest + 1]
    this.right[nearest] = this.right[nearest + 1]
    this.left.copyWithin(nearest + 1, nearest + 2, this.size)
    this.right.copyWithin(nearest + 1, nearest + 2, this.size)
    this.count.copyWithin(nearest + 1, nearest + 2, this.size)
    this.size -= 1
    this.left[this.size] = 0
    this.right[this.size] = 0
    this.count[this.size] = 0
  }

  private fill(bins: Bins): void {
    for (const [bin, { left, right, count }] of bins.entries()) {
      this.left[bin] = left
      this.right[bin] = right
      this.count[bin] = count
    }
    this.size = bins.length
  }
}
