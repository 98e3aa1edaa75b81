import { ClassificationMetric } from '../base/classification-metric.js'
import { macro, recall } from '../counts/scores.js'

/**
 * The mean of the recall of each class: a rare class counts as much as a frequent one.
 *
 * @example
 * const metric = new metrics.MacroRecall()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.833…
 */
export class MacroRecall extends ClassificationMetric {
  static override readonly id: string = 'metrics.MacroRecall'

  override get(): number {
    return macro(this.cm.counts, recall)
  }
}
