import type { Rules } from '../../options/rules.js'
import { ClassificationMetric } from '../base/classification-metric.js'
import { CM, POS_VAL } from '../counts/rules.js'
import type { BinaryOptions } from './options.js'

const ROUNDING = 1e-14

/**
 * Matthews' correlation of truth and prediction: 1 if they agree, 0 if one tells nothing of the
 * other, -1 if they are always opposite. Several classes are taken as one against the rest.
 *
 * @example
 * const metric = new metrics.MCC()
 * metric.updateMany([true, true, false, false], [true, false, false, false])
 * metric.get() // => 0.577…
 */
export class MCC extends ClassificationMetric<BinaryOptions> {
  static override readonly id: string = 'metrics.MCC'
  static override readonly rules: Rules<BinaryOptions> = { cm: CM, posVal: POS_VAL }

  override get(): number {
    const { counts } = this.cm
    const code = counts.find(this.options.posVal)
    const total = counts.weight || 1
    const right = counts.rightOf(code) / total
    const real = counts.trueWeight(code) / total
    const predicted = counts.predictedWeight(code) / total
    const spread = spreadOf(real) * spreadOf(predicted)
    const covariance = right - real * predicted
    return spread > 0 ? Math.max(-1, Math.min(1, covariance / Math.sqrt(spread))) : 0
  }

  protected override format(value: number): string {
    return String(value)
  }
}

/** The variance of a share: none where all but an error of rounding is of one kind. */
function spreadOf(share: number): number {
  return share < 1 - ROUNDING ? share * (1 - share) : 0
}
