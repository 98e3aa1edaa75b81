import { ClassificationMetric } from '../base/classification-metric.js'
import { macro, precision } from '../counts/scores.js'

/**
 * The mean of the precision of each class: a rare class counts as much as a frequent one.
 *
 * @example
 * const metric = new metrics.MacroPrecision()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.833…
 */
export class MacroPrecision extends ClassificationMetric {
  static override readonly id: string = 'metrics.MacroPrecision'

  override get(): number {
    return macro(this.cm.counts, precision)
  }
}
