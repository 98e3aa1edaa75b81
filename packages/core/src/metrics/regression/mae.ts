import { MeanMetric } from '../base/mean-metric.js'
import { Losses } from '../parts/losses.js'
import { absoluteError } from './errors-of-numbers.js'

/**
 * The mean absolute error; 0 before the first prediction.
 *
 * @example
 * const metric = new metrics.MAE()
 * metric.update(3, 2.5)
 * metric.update(-0.5, 0)
 * metric.get() // => 0.5
 */
export class MAE extends MeanMetric {
  static override readonly id: string = 'metrics.MAE'

  protected readonly losses: Losses = new Losses(this, absoluteError)
}
