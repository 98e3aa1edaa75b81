import type { Rules } from '../../options/rules.js'
import { ClassificationMetric, type ClassificationOptions } from '../base/classification-metric.js'
import { CM } from '../counts/rules.js'
import { ratio } from '../counts/scores.js'
import { explained } from './information.js'

export interface VBetaOptions extends ClassificationOptions {
  /** How many times as much completeness counts as homogeneity. */
  readonly beta: number
}

/**
 * The harmonic mean of homogeneity and completeness.
 *
 * @example
 * const metric = new metrics.VBeta()
 * metric.updateMany([1, 1, 2, 2], [1, 2, 3, 3])
 * metric.get().toFixed(6) // => '0.800000'
 */
export class VBeta extends ClassificationMetric<VBetaOptions> {
  static override readonly id: string = 'metrics.VBeta'
  static override readonly rules: Rules<VBetaOptions> = {
    beta: { kind: 'number', default: 1, atLeast: 0 },
    cm: CM,
  }

  override get(): number {
    const { beta } = this.options
    const h = explained(this.cm.counts, 'truth')
    const c = explained(this.cm.counts, 'prediction')
    return ratio((1 + beta) * h * c, beta * h + c)
  }
}
