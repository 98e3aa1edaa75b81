import { Univariate } from '../base/statistic.js'
import { checkMerged, checkValue } from './check-value.js'
import { updateEach } from './update-many.js'

/**
 * The smallest value; Infinity before the first.
 *
 * @example
 * const min = new stats.Min()
 * for (const x of [3, -5, 2]) min.update(x)
 * min.get() // => -5
 */
export class Min extends Univariate {
  static override readonly id: string = 'stats.Min'
  static override readonly state: readonly string[] = ['min']

  min: number = Infinity

  update(x: number): void {
    checkValue(this, x)
    this.min = Math.min(this.min, x)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  /** Adds what another one has seen. */
  merge(other: Min): void {
    checkMerged(this, other)
    this.min = Math.min(this.min, other.min)
  }

  get(): number {
    return this.min
  }
}
