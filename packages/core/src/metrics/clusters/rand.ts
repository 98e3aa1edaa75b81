import { ClassificationMetric } from '../base/classification-metric.js'
import { pairsOf } from './pairs.js'

/**
 * The share of pairs of events on which two clusterings agree: both put them together, or both
 * apart. What the clusters are called does not matter.
 *
 * @example
 * const metric = new metrics.Rand()
 * metric.updateMany([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2])
 * metric.get() // => 0.666…
 */
export class Rand extends ClassificationMetric {
  static override readonly id: string = 'metrics.Rand'

  override get(): number {
    const { all, together, apart } = pairsOf(this.cm.counts)
    return all > 0 ? (together + apart) / all : 1
  }

  protected override format(value: number): string {
    return String(value)
  }
}
