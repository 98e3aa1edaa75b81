import type { Rules } from '../../options/rules.js'
import { ClassificationMetric, type ClassificationOptions } from '../base/classification-metric.js'
import { BETA, CM } from '../counts/rules.js'
import { ratio } from '../counts/scores.js'

export interface MicroFBetaOptions extends ClassificationOptions {
  /** How many times as much recall counts as precision. */
  readonly beta: number
}

/**
 * F-beta over all classes at once. As each event has one class, it equals the accuracy, whatever
 * `beta` is.
 *
 * @example
 * const metric = new metrics.MicroFBeta({ beta: 2 })
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.75
 */
export class MicroFBeta extends ClassificationMetric<MicroFBetaOptions> {
  static override readonly id: string = 'metrics.MicroFBeta'
  static override readonly rules: Rules<MicroFBetaOptions> = { beta: BETA, cm: CM }

  override get(): number {
    return ratio(this.cm.totalTruePositives, this.cm.totalWeight)
  }
}
