import { Univariate } from '../base/statistic.js'
import { checkMerged, checkValue } from './check-value.js'
import { updateEach } from './update-many.js'

/**
 * How far the largest value lies above the smallest; 0 before the first.
 *
 * @example
 * const range = new stats.PeakToPeak()
 * for (const x of [3, -5, 2]) range.update(x)
 * range.get() // => 8
 */
export class PeakToPeak extends Univariate {
  static override readonly id: string = 'stats.PeakToPeak'
  static override readonly state: readonly string[] = ['min', 'max']

  private min: number = Infinity
  private max: number = -Infinity

  update(x: number): void {
    checkValue(this, x)
    this.min = Math.min(this.min, x)
    this.max = Math.max(this.max, x)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  /** Adds what another one has seen. */
  merge(other: PeakToPeak): void {
    checkMerged(this, other)
    this.min = Math.min(this.min, other.min)
    this.max = Math.max(this.max, other.max)
  }

  get(): number {
    return this.max < this.min ? 0 : this.max - this.min
  }
}
