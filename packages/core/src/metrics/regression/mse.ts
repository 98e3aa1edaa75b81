import { MeanMetric } from '../base/mean-metric.js'
import { Losses } from '../parts/losses.js'
import { squaredError } from './errors-of-numbers.js'

/**
 * The mean squared error; 0 before the first prediction.
 *
 * @example
 * const metric = new metrics.MSE()
 * metric.update(3, 1)
 * metric.update(5, 5)
 * metric.get() // => 2
 */
export class MSE extends MeanMetric {
  static override readonly id: string = 'metrics.MSE'

  protected readonly losses: Losses = new Losses(this, squaredError)
}
