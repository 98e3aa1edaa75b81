import { ClassificationMetric } from '../base/classification-metric.js'
import { explained } from './information.js'

/**
 * Whether each class lies in one cluster only: 1 if so, 0 if the class tells nothing of it.
 *
 * @example
 * const metric = new metrics.Completeness()
 * metric.updateMany([1, 1, 2, 2], [1, 2, 3, 3])
 * metric.get().toFixed(6) // => '0.666667'
 */
export class Completeness extends ClassificationMetric {
  static override readonly id: string = 'metrics.Completeness'

  override get(): number {
    return explained(this.cm.counts, 'prediction')
  }
}
