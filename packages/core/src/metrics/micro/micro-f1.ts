import { ClassificationMetric } from '../base/classification-metric.js'
import { ratio } from '../counts/scores.js'

/**
 * F1 over all classes at once. As each event has one class, it equals the accuracy.
 *
 * @example
 * const metric = new metrics.MicroF1()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.75
 */
export class MicroF1 extends ClassificationMetric {
  static override readonly id: string = 'metrics.MicroF1'

  override get(): number {
    return ratio(this.cm.totalTruePositives, this.cm.totalWeight)
  }
}
