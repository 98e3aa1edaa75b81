import { ClassificationMetric } from './base/classification-metric.js'
import { ratio } from './counts/scores.js'

/** What is left of certainty by rounding: agreement by chance this near to 1 is 1. */
const ROUNDING = 1e-14

/**
 * How far truth and prediction agree beyond chance: 1 if always, 0 if no more than labels drawn
 * with the same frequencies would.
 *
 * @example
 * const metric = new metrics.CohenKappa()
 * metric.updateMany(['a', 'a', 'b', 'b'], ['a', 'a', 'b', 'a'])
 * metric.get() // => 0.5
 */
export class CohenKappa extends ClassificationMetric {
  static override readonly id: string = 'metrics.CohenKappa'

  override get(): number {
    const { counts } = this.cm
    const total = counts.weight
    if (total === 0) return 0
    let chance = 0
    for (let code = 0; code < counts.size; code++) {
      chance += (counts.trueWeight(code) / total) * (counts.predictedWeight(code) / total)
    }
    const agreed = ratio(counts.rightWeight, total)
    return 1 - chance > ROUNDING ? (agreed - chance) / (1 - chance) : 0
  }
}
