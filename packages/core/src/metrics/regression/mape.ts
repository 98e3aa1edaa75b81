import { Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import type { Condensed } from '../../utils/condensed.js'
import { decimal } from '../parts/decimal.js'
import { Losses } from '../parts/losses.js'
import { absoluteShare } from './errors-of-numbers.js'

/**
 * The mean absolute error in percent of the truth; 0 before the first prediction. A truth of 0
 * has no percents: whatever is predicted then counts as right.
 *
 * @example
 * const metric = new metrics.MAPE()
 * metric.update(10, 9)
 * metric.update(-4, -5.2)
 * metric.get() // => 20
 */
export class MAPE extends Metric<number> {
  static override readonly id: string = 'metrics.MAPE'
  static override readonly state: readonly string[] = ['losses']
  static readonly parts: readonly unknown[] = [Losses]

  private readonly losses: Losses = new Losses(this, absoluteShare)

  override get biggerIsBetter(): boolean {
    return false
  }

  /** For windows. */
  get condensed(): Condensed {
    return this.losses
  }

  update(yTrue: number, yPred: number, options?: UpdateOptions): void {
    this.losses.update(yTrue, yPred, options)
  }

  /** Takes back an update. */
  revert(yTrue: number, yPred: number, options?: UpdateOptions): void {
    this.losses.revert(yTrue, yPred, options)
  }

  override updateMany(
    yTrue: ArrayLike<number>,
    yPred: ArrayLike<number>,
    options?: UpdateManyOptions,
  ): void {
    this.losses.updateMany(yTrue, yPred, options)
  }

  /** Adds what another one has judged. */
  merge(other: MAPE): void {
    this.losses.merge(this, other, other.losses)
  }

  get(): number {
    return 100 * this.losses.mean()
  }

  protected override check(yTrue: number, yPred: number): void {
    this.losses.check(yTrue, yPred)
  }

  protected override format(value: number): string {
    return decimal(value)
  }
}
