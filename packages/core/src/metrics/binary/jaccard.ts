import type { Rules } from '../../options/rules.js'
import { ClassificationMetric } from '../base/classification-metric.js'
import { CM, POS_VAL } from '../counts/rules.js'
import { jaccard, scoreOf } from '../counts/scores.js'
import type { BinaryOptions } from './options.js'

/**
 * Of all that is positive or was taken for it, the share that is both.
 *
 * @example
 * const metric = new metrics.Jaccard()
 * metric.updateMany([true, true, false], [true, false, true])
 * metric.get() // => 0.333…
 */
export class Jaccard extends ClassificationMetric<BinaryOptions> {
  static override readonly id: string = 'metrics.Jaccard'
  static override readonly rules: Rules<BinaryOptions> = { cm: CM, posVal: POS_VAL }

  override get(): number {
    const { counts } = this.cm
    return scoreOf(counts, counts.find(this.options.posVal), jaccard)
  }
}
