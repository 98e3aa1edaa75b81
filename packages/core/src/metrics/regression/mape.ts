import { MeanMetric } from '../base/mean-metric.js'
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
export class MAPE extends MeanMetric {
  static override readonly id: string = 'metrics.MAPE'

  protected readonly losses: Losses = new Losses(this, absoluteShare)

  override get(): number {
    return 100 * this.losses.mean()
  }
}
