import { Univariate } from '../base/statistic.js'
import { SnapshotError } from '../errors.js'
import { checkValue } from './check-value.js'
import { Quantile } from './quantile.js'
import { updateEach } from './update-many.js'

/**
 * The median of the distances from the median. Both are estimated as the values come, so it is
 * not quite what all values together would give.
 *
 * @example
 * const mad = new stats.MAD()
 * for (const x of [4, 2, 5, 3, 0, 4]) mad.update(x)
 * mad.get() // => 1
 */
export class MAD extends Univariate {
  static override readonly id: string = 'stats.MAD'
  static override readonly state: readonly string[] = ['median', 'distance']
  static readonly parts: readonly unknown[] = [Quantile]

  /** The median of the values; only to be read. */
  readonly median: Quantile = new Quantile()
  private readonly distance: Quantile = new Quantile()

  update(x: number): void {
    checkValue(this, x)
    this.median.update(x)
    const distance = Math.abs(x - (this.median.get() ?? x))
    this.distance.update(Math.min(distance, Number.MAX_VALUE))
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number | undefined {
    return this.distance.get()
  }

  checkState(): void {
    if (this.median.q !== 0.5 || this.distance.q !== 0.5) {
      throw new SnapshotError('the quantiles of MAD must be medians')
    }
  }
}
