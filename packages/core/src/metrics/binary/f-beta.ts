import type { Rules } from '../../options/rules.js'
import { ClassificationMetric } from '../base/classification-metric.js'
import { BETA, CM, POS_VAL } from '../counts/rules.js'
import { fBeta, precision, recall, scoreOf } from '../counts/scores.js'
import type { BinaryOptions } from './options.js'

export interface FBetaOptions extends BinaryOptions {
  /** How many times as much recall counts as precision. */
  readonly beta: number
}

/**
 * The harmonic mean of precision and recall, where recall counts `beta` times as much.
 *
 * @example
 * const metric = new metrics.FBeta({ beta: 2 })
 * metric.updateMany([true, false], [true, true])
 * metric.get() // => 0.833…
 */
export class FBeta extends ClassificationMetric<FBetaOptions> {
  static override readonly id: string = 'metrics.FBeta'
  static override readonly rules: Rules<FBetaOptions> = {
    beta: BETA,
    cm: CM,
    posVal: POS_VAL,
  }

  override get(): number {
    const { counts } = this.cm
    const code = counts.find(this.options.posVal)
    const { beta } = this.options
    return fBeta(scoreOf(counts, code, precision), scoreOf(counts, code, recall), beta)
  }
}
