import { ClassificationMetric } from './base/classification-metric.js'
import { ratio } from './counts/scores.js'

/**
 * The share of predictions that were right; 0 before the first.
 *
 * @example
 * const metric = new metrics.Accuracy()
 * metric.update('spam', 'spam')
 * metric.update('spam', 'ham')
 * metric.get() // => 0.5
 */
export class Accuracy extends ClassificationMetric {
  static override readonly id: string = 'metrics.Accuracy'

  override get(): number {
    return ratio(this.cm.totalTruePositives, this.cm.totalWeight)
  }
}
