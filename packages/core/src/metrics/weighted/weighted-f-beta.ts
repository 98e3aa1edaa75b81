import type { Rules } from '../../options/rules.js'
import { ClassificationMetric, type ClassificationOptions } from '../base/classification-metric.js'
import { BETA, CM } from '../counts/rules.js'
import { fBeta, ratio, weighted } from '../counts/scores.js'

export interface WeightedFBetaOptions extends ClassificationOptions {
  /** How many times as much recall counts as precision. */
  readonly beta: number
}

/**
 * The mean of F-beta of each class, in which a class counts as often as it is true.
 *
 * @example
 * const metric = new metrics.WeightedFBeta({ beta: 2 })
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.736…
 */
export class WeightedFBeta extends ClassificationMetric<WeightedFBetaOptions> {
  static override readonly id: string = 'metrics.WeightedFBeta'
  static override readonly rules: Rules<WeightedFBetaOptions> = { beta: BETA, cm: CM }

  override get(): number {
    const { beta } = this.options
    return weighted(this.cm.counts, (right, ofClass, predicted) =>
      fBeta(ratio(right, predicted), ratio(right, ofClass), beta),
    )
  }
}
