import { MeanMetric } from '../base/mean-metric.js'
import { Losses } from '../parts/losses.js'
import { squaredError } from './errors-of-numbers.js'

/**
 * The square root of the mean squared error; 0 before the first prediction.
 *
 * @example
 * const metric = new metrics.RMSE()
 * metric.update(3, 1)
 * metric.update(3, 5)
 * metric.get() // => 2
 */
export class RMSE extends MeanMetric {
  static override readonly id: string = 'metrics.RMSE'

  protected readonly losses: Losses = new Losses(this, squaredError)

  override get(): number {
    return Math.sqrt(this.losses.mean())
  }
}
