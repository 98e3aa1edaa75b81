import { ClassificationMetric } from '../base/classification-metric.js'
import { ratio } from '../counts/scores.js'

/**
 * The mean of the recall of each class, in which a class counts as often as it is true: the same
 * as the accuracy.
 *
 * @example
 * const metric = new metrics.WeightedRecall()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.75
 */
export class WeightedRecall extends ClassificationMetric {
  static override readonly id: string = 'metrics.WeightedRecall'

  override get(): number {
    return ratio(this.cm.totalTruePositives, this.cm.totalWeight)
  }
}
