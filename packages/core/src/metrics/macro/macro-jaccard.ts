import { ClassificationMetric } from '../base/classification-metric.js'
import { jaccard, macro } from '../counts/scores.js'

/**
 * The mean of the Jaccard index of each class: a rare class counts as much as a frequent one.
 *
 * @example
 * const metric = new metrics.MacroJaccard()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.666…
 */
export class MacroJaccard extends ClassificationMetric {
  static override readonly id: string = 'metrics.MacroJaccard'

  override get(): number {
    return macro(this.cm.counts, jaccard)
  }
}
