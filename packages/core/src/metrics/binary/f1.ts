import type { Rules } from '../../options/rules.js'
import { ClassificationMetric } from '../base/classification-metric.js'
import { CM, POS_VAL } from '../counts/rules.js'
import { fBeta, precision, recall, scoreOf } from '../counts/scores.js'
import type { BinaryOptions } from './options.js'

/**
 * The harmonic mean of precision and recall; 0 while one of them is.
 *
 * @example
 * const metric = new metrics.F1()
 * metric.updateMany([true, true, false], [true, false, true])
 * metric.get() // => 0.5
 */
export class F1 extends ClassificationMetric<BinaryOptions> {
  static override readonly id: string = 'metrics.F1'
  static override readonly rules: Rules<BinaryOptions> = { cm: CM, posVal: POS_VAL }

  override get(): number {
    const { counts } = this.cm
    const code = counts.find(this.options.posVal)
    return fBeta(scoreOf(counts, code, precision), scoreOf(counts, code, recall), 1)
  }
}
