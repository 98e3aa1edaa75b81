import type { Rules } from '../../options/rules.js'
import { ClassificationMetric } from '../base/classification-metric.js'
import { CM, POS_VAL } from '../counts/rules.js'
import { precision, scoreOf } from '../counts/scores.js'
import type { BinaryOptions } from './options.js'

/**
 * The share of what was taken for positive that is; 0 while nothing was.
 *
 * @example
 * const metric = new metrics.Precision({ posVal: 'spam' })
 * metric.update('spam', 'spam')
 * metric.update('ham', 'spam')
 * metric.get() // => 0.5
 */
export class Precision extends ClassificationMetric<BinaryOptions> {
  static override readonly id: string = 'metrics.Precision'
  static override readonly rules: Rules<BinaryOptions> = { cm: CM, posVal: POS_VAL }

  override get(): number {
    const { counts } = this.cm
    return scoreOf(counts, counts.find(this.options.posVal), precision)
  }
}
