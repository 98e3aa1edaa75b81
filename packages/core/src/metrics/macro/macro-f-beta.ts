import type { Rules } from '../../options/rules.js'
import { ClassificationMetric, type ClassificationOptions } from '../base/classification-metric.js'
import { BETA, CM } from '../counts/rules.js'
import { fBeta, macro, ratio } from '../counts/scores.js'

export interface MacroFBetaOptions extends ClassificationOptions {
  /** How many times as much recall counts as precision. */
  readonly beta: number
}

/**
 * The mean of F-beta of each class: a rare class counts as much as a frequent one.
 *
 * @example
 * const metric = new metrics.MacroFBeta({ beta: 2 })
 * metric.updateMany(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'c'])
 * metric.get() // => 0.796…
 */
export class MacroFBeta extends ClassificationMetric<MacroFBetaOptions> {
  static override readonly id: string = 'metrics.MacroFBeta'
  static override readonly rules: Rules<MacroFBetaOptions> = { beta: BETA, cm: CM }

  override get(): number {
    const { beta } = this.options
    return macro(this.cm.counts, (right, ofClass, predicted) =>
      fBeta(ratio(right, predicted), ratio(right, ofClass), beta),
    )
  }
}
