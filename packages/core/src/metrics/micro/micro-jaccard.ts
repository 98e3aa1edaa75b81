import { ClassificationMetric } from '../base/classification-metric.js'
import { jaccard } from '../counts/scores.js'

/**
 * The Jaccard index over all classes at once: a wrong prediction counts for both its classes.
 *
 * @example
 * const metric = new metrics.MicroJaccard()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.6
 */
export class MicroJaccard extends ClassificationMetric {
  static override readonly id: string = 'metrics.MicroJaccard'

  override get(): number {
    const { totalTruePositives, totalWeight } = this.cm
    return jaccard(totalTruePositives, totalWeight, totalWeight)
  }
}
