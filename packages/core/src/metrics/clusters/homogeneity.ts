import { ClassificationMetric } from '../base/classification-metric.js'
import { explained } from './information.js'

/**
 * Whether each cluster holds one class only: 1 if so, 0 if clusters tell nothing of the class.
 *
 * @example
 * const metric = new metrics.Homogeneity()
 * metric.updateMany([1, 1, 2, 2], [1, 2, 3, 3])
 * metric.get() // => 1
 */
export class Homogeneity extends ClassificationMetric {
  static override readonly id: string = 'metrics.Homogeneity'

  override get(): number {
    return explained(this.cm.counts, 'truth')
  }
}
