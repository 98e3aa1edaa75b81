import { MeanMetric } from '../base/mean-metric.js'
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
export class SMAPE extends MeanMetric {
  static override readonly id: string = 'metrics.SMAPE'

  protected readonly losses: Losses = new Losses(this, symmetricShare)

  override get(): number {
    return 100 * this.losses.mean()
  }
}
