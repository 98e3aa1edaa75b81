import { Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import type { Condensed } from '../../utils/condensed.js'
import { decimal } from '../parts/decimal.js'
import { Losses } from '../parts/losses.js'
import { symmetricShare } from './errors-of-numbers.js'

/**
 * The mean absolute error in percent of the mean size of truth and prediction; 0 before the
 * first prediction.
 *
 * @example
 * const metric = new metrics.SMAPE()
 * metric.update(3, 5)
 * metric.get() // => 50
 */
export class SMAPE extends Metric<number> {
  static override readonly id: string = 'metrics.SMAPE'
  static override readonly state: readonly string[] = ['losses']
  static readonly parts: readonly unknown[] = [Losses]

  private readonly losses: Losses = new Losses(this, symmetricShare)

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
  merge(other: SMAPE): void {
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
