import { ClassificationMetric } from '../base/classification-metric.js'
import { precision, weighted } from '../counts/scores.js'

/**
 * The mean of the precision of each class, in which a class counts as often as it is true.
 *
 * @example
 * const metric = new metrics.WeightedPrecision()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.875
 */
export class WeightedPrecision extends ClassificationMetric {
  static override readonly id: string = 'metrics.WeightedPrecision'

  override get(): number {
    return weighted(this.cm.counts, precision)
  }
}
