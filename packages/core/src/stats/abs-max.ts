import { Univariate } from '../base/statistic.js'
import { checkMerged, checkValue } from './check-value.js'
import { updateEach } from './update-many.js'

/**
 * The largest absolute value; 0 before the first.
 *
 * @example
 * const absMax = new stats.AbsMax()
 * for (const x of [3, -5, 2]) absMax.update(x)
 * absMax.get() // => 5
 */
export class AbsMax extends Univariate {
  static override readonly id: string = 'stats.AbsMax'
  static override readonly state: readonly string[] = ['absMax']

  absMax: number = 0

  update(x: number): void {
    checkValue(this, x)
    this.absMax = Math.max(this.absMax, Math.abs(x))
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  /** Adds what another one has seen. */
  merge(other: AbsMax): void {
    checkMerged(this, other)
    this.absMax = Math.max(this.absMax, other.absMax)
  }

  get(): number {
    return this.absMax
  }
}
