import { Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import type { Condensed } from '../../utils/condensed.js'
import { decimal } from '../parts/decimal.js'
import { Losses } from '../parts/losses.js'

/** An error of numbers that is a mean of losses, or made from one: a metric says of which. */
export abstract class MeanMetric extends Metric<number> {
  static override readonly id: string = 'metrics.base.MeanMetric'
  static override readonly state: readonly string[] = ['losses']
  static readonly parts: readonly unknown[] = [Losses]

  protected abstract readonly losses: Losses

  override get judgesNumbers(): boolean {
    return true
  }

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
  merge(other: this): void {
    this.losses.merge(this, other, other.losses)
  }

  get(): number {
    return this.losses.mean()
  }

  protected override check(yTrue: number, yPred: number): void {
    this.losses.check(yTrue, yPred)
  }

  protected override format(value: number): string {
    return decimal(value)
  }
}
