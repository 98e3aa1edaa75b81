import { Univariate } from '../base/statistic.js'
import { checkMerged, checkValue } from './check-value.js'
import { updateEach } from './update-many.js'

/**
 * The sum of the values.
 *
 * @example
 * const sum = new stats.Sum()
 * for (const x of [3, 5]) sum.update(x)
 * sum.get() // => 8
 */
export class Sum extends Univariate {
  static override readonly id: string = 'stats.Sum'
  static override readonly state: readonly string[] = ['sum']

  sum = 0

  update(x: number): void {
    checkValue(this, x)
    this.sum += x
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  /** Takes back an update. */
  revert(x: number): void {
    checkValue(this, x)
    this.sum -= x
  }

  /** Adds what another one summed. */
  merge(other: Sum): void {
    checkMerged(this, other)
    this.sum += other.sum
  }

  get(): number {
    return this.sum
  }
}
