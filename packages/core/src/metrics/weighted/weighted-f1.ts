import { ClassificationMetric } from '../base/classification-metric.js'
import { fBeta, ratio, weighted } from '../counts/scores.js'

/**
 * The mean of F1 of each class, in which a class counts as often as it is true.
 *
 * @example
 * const metric = new metrics.WeightedF1()
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.75
 */
export class WeightedF1 extends ClassificationMetric {
  static override readonly id: string = 'metrics.WeightedF1'

  override get(): number {
    return weighted(this.cm.counts, (right, ofClass, predicted) =>
      fBeta(ratio(right, predicted), ratio(right, ofClass), 1),
    )
  }
}
