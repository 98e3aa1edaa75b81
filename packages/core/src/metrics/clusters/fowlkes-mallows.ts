import { ClassificationMetric } from '../base/classification-metric.js'
import { pairsOf } from './pairs.js'

/**
 * The geometric mean of precision and recall over pairs of events that belong together.
 *
 * @example
 * const metric = new metrics.FowlkesMallows()
 * metric.updateMany([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2])
 * metric.get().toFixed(6) // => '0.471405'
 */
export class FowlkesMallows extends ClassificationMetric {
  static override readonly id: string = 'metrics.FowlkesMallows'

  override get(): number {
    const { together, torn, mixed } = pairsOf(this.cm.counts)
    const predicted = together + mixed
    const real = together + torn
    if (!(together > 0 && predicted > 0 && real > 0)) return 0
    return Math.sqrt(together / predicted) * Math.sqrt(together / real)
  }
}
