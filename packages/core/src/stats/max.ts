import { Univariate } from '../base/statistic.js'
import { checkMerged, checkValue } from './check-value.js'
import { updateEach } from './update-many.js'

/**
 * The largest value; -Infinity before the first.
 *
 * @example
 * const max = new stats.Max()
 * for (const x of [3, -5, 2]) max.update(x)
 * max.get() // => 3
 */
export class Max extends Univariate {
  static override readonly id: string = 'stats.Max'
  static override readonly state: readonly string[] = ['max']

  max: number = -Infinity

  update(x: number): void {
    checkValue(this, x)
    this.max = Math.max(this.max, x)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  /** Adds what another one has seen. */
  merge(other: Max): void {
    checkMerged(this, other)
    this.max = Math.max(this.max, other.max)
  }

  get(): number {
    return this.max
  }
}
