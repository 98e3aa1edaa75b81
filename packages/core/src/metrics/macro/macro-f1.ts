import { ClassificationMetric } from '../base/classification-metric.js'
import { fBeta, macro, ratio } from '../counts/scores.js'

/**
 * The mean of F1 of each class: a rare class counts as much as a frequent one.
 *
 * @example
 * const metric = new metrics.MacroF1()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.777…
 */
export class MacroF1 extends ClassificationMetric {
  static override readonly id: string = 'metrics.MacroF1'

  override get(): number {
    return macro(this.cm.counts, (right, ofClass, predicted) =>
      fBeta(ratio(right, predicted), ratio(right, ofClass), 1),
    )
  }
}
