import type { Rules } from '../../options/rules.js'
import { ClassificationMetric } from '../base/classification-metric.js'
import { CM, POS_VAL } from '../counts/rules.js'
import { recall, scoreOf } from '../counts/scores.js'
import type { BinaryOptions } from './options.js'

/**
 * The share of the positive that was taken for it; 0 while nothing is positive.
 *
 * @example
 * const metric = new metrics.Recall({ posVal: 'spam' })
 * metric.update('spam', 'spam')
 * metric.update('spam', 'ham')
 * metric.get() // => 0.5
 */
export class Recall extends ClassificationMetric<BinaryOptions> {
  static override readonly id: string = 'metrics.Recall'
  static override readonly rules: Rules<BinaryOptions> = { cm: CM, posVal: POS_VAL }

  override get(): number {
    const { counts } = this.cm
    return scoreOf(counts, counts.find(this.options.posVal), recall)
  }
}
