import { Univariate } from '../base/statistic.js'
import { SnapshotError } from '../errors.js'
import { checkMerged } from './check-value.js'

/**
 * How many values came, whatever they were.
 *
 * @example
 * const count = new stats.Count()
 * for (const x of [3, 5]) count.update(x)
 * count.get() // => 2
 */
export class Count extends Univariate {
  static override readonly id: string = 'stats.Count'
  static override readonly state: readonly string[] = ['n']

  n = 0

  update(_x?: unknown): void {
    this.n += 1
  }

  /** The same as one `update` for each. */
  updateMany(values: ArrayLike<unknown>): void {
    this.n += values.length
  }

  /** Adds what another one counted. */
  merge(other: Count): void {
    checkMerged(this, other)
    this.n += other.n
  }

  get(): number {
    return this.n
  }

  checkState(): void {
    if (!Number.isSafeInteger(this.n) || this.n < 0) {
      throw new SnapshotError('a count must be a whole number of at least 0', this.n)
    }
  }
}
