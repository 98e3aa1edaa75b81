import { ClassificationMetric } from '../base/classification-metric.js'
import { ratio } from '../counts/scores.js'

/**
 * The recall over all classes at once. As each event has one class, it equals the accuracy.
 *
 * @example
 * const metric = new metrics.MicroRecall()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.75
 */
export class MicroRecall extends ClassificationMetric {
  static override readonly id: string = 'metrics.MicroRecall'

  override get(): number {
    return ratio(this.cm.totalTruePositives, this.cm.totalWeight)
  }
}
