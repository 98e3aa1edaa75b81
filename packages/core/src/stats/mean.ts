import { type StatisticUpdate, Univariate } from '../base/statistic.js'
import { SnapshotError } from '../errors.js'
import { checkMerged, checkValue, neverGiven, weightOf } from './check-value.js'
import { updateEach } from './update-many.js'

/** A weight smaller than this share of what was taken back is an error of rounding: nothing. */
const ROUNDING = 1e-12

/**
 * The mean of the values, weighted if they come with weights; 0 before the first.
 *
 * @example
 * const mean = new stats.Mean()
 * for (const x of [3, 5]) mean.update(x)
 * mean.get() // => 4
 */
export class Mean extends Univariate {
  static override readonly id: string = 'stats.Mean'
  static override readonly state: readonly string[] = ['weightSeen', 'mean']

  private weightSeen = 0
  private mean = 0

  /** The sum of the weights: without weights, how many values came. */
  get n(): number {
    return this.weightSeen
  }

  update(x: number, options?: StatisticUpdate): void {
    checkValue(this, x)
    const w = weightOf(this, options)
    if (w === 0) return
    this.weightSeen += w
    this.mean += (w / this.weightSeen) * (x - this.mean)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>, weights?: ArrayLike<number>): void {
    updateEach(this, values, weights)
  }

  /** Takes back an update. */
  revert(x: number, options?: StatisticUpdate): void {
    checkValue(this, x)
    const w = weightOf(this, options)
    if (w === 0) return
    const left = this.weightSeen - w
    if (left < -ROUNDING * w) throw neverGiven(this, x)
    this.weightSeen = left > ROUNDING * w ? left : 0
    if (this.weightSeen === 0) this.mean = 0
    else this.mean -= (w / left) * (x - this.mean)
  }

  /** Adds what another one has seen. */
  merge(other: Mean): void {
    checkMerged(this, other)
    const before = this.weightSeen
    const more = other.weightSeen
    if (more === 0) return
    this.weightSeen = before + more
    this.mean = (before * this.mean + more * other.mean) / this.weightSeen
  }

  get(): number {
    return this.mean
  }

  checkState(): void {
    if (!(this.weightSeen >= 0)) {
      throw new SnapshotError('the weight of a mean must be at least 0', this.weightSeen)
    }
  }
}
