import { MeanMetric } from '../base/mean-metric.js'
import { Losses } from '../parts/losses.js'
import { squaredLogError } from './errors-of-numbers.js'

/**
 * The square root of the mean squared difference of log(1 + y), for truths and predictions above
 * -1; 0 before the first prediction.
 *
 * @example
 * const metric = new metrics.RMSLE()
 * metric.update(0, Math.E - 1)
 * metric.get() // => 1
 */
export class RMSLE extends MeanMetric {
  static override readonly id: string = 'metrics.RMSLE'

  protected readonly losses: Losses = new Losses(this, squaredLogError)

  override get(): number {
    return Math.sqrt(this.losses.mean())
  }
}
