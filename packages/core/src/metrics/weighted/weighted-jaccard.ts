import { ClassificationMetric } from '../base/classification-metric.js'
import { jaccard, weighted } from '../counts/scores.js'

/**
 * The mean of the Jaccard index of each class, in which a class counts as often as it is true.
 *
 * @example
 * const metric = new metrics.WeightedJaccard()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.625
 */
export class WeightedJaccard extends ClassificationMetric {
  static override readonly id: string = 'metrics.WeightedJaccard'

  override get(): number {
    return weighted(this.cm.counts, jaccard)
  }
}
