import { ClassificationMetric } from '../base/classification-metric.js'
import { pairsOf } from './pairs.js'

/**
 * How far two clusterings agree on pairs of events, less what chance would give: 1 if they are
 * the same, about 0 if one tells nothing of the other.
 *
 * @example
 * const metric = new metrics.AdjustedRand()
 * metric.updateMany([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2])
 * metric.get() // => 0.242…
 */
export class AdjustedRand extends ClassificationMetric {
  static override readonly id: string = 'metrics.AdjustedRand'

  override get(): number {
    const { together, torn, mixed, apart } = pairsOf(this.cm.counts)
    const whole = (together + torn) * (torn + apart) + (together + mixed) * (mixed + apart)
    return whole === 0 ? 1 : (2 * (together * apart - torn * mixed)) / whole
  }

  protected override format(value: number): string {
    return String(value)
  }
}
