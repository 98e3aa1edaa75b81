import { ClassificationMetric } from '../base/classification-metric.js'
import { mutualInformation } from './information.js'

/**
 * How much a clustering tells of the classes, in nats: 0 if nothing.
 *
 * @example
 * const metric = new metrics.MutualInfo()
 * metric.updateMany(['a', 'a', 'b', 'b'], [1, 1, 2, 2])
 * metric.get().toFixed(6) // => '0.693147'
 */
export class MutualInfo extends ClassificationMetric {
  static override readonly id: string = 'metrics.MutualInfo'

  override get(): number {
    return mutualInformation(this.cm.counts)
  }

  protected override format(value: number): string {
    return String(value)
  }
}
