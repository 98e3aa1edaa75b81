import type { Rules } from '../../options/rules.js'
import { ClassificationMetric, type ClassificationOptions } from '../base/classification-metric.js'
import { CM } from '../counts/rules.js'
import {
  AVERAGINGS,
  type Averaging,
  average,
  classesOf,
  entropy,
  mutualInformation,
} from './information.js'

export interface MutualInfoOptions extends ClassificationOptions {
  /** How the entropies of truth and prediction are brought to one, to divide by. */
  readonly averageMethod: Averaging
}

/**
 * How much a clustering tells of the classes, as a share of what there is to tell: 1 if all.
 *
 * @example
 * const metric = new metrics.NormalizedMutualInfo()
 * metric.updateMany([1, 1, 1, 2, 2, 2], [1, 1, 2, 3, 3, 3])
 * metric.get().toFixed(6) // => '0.813290'
 */
export class NormalizedMutualInfo extends ClassificationMetric<MutualInfoOptions> {
  static override readonly id: string = 'metrics.NormalizedMutualInfo'
  static override readonly rules: Rules<MutualInfoOptions> = {
    cm: CM,
    averageMethod: { kind: 'string', default: 'arithmetic', choices: AVERAGINGS },
  }

  override get(): number {
    const { counts } = this.cm
    const classes = classesOf(counts, 'truth')
    if (classes < 2 && classes === classesOf(counts, 'prediction')) return 1
    const [u, v] = [entropy(counts, 'truth'), entropy(counts, 'prediction')]
    const whole = average(this.options.averageMethod, u, v)
    return mutualInformation(counts) / Math.max(whole, Number.EPSILON)
  }

  protected override format(value: number): string {
    return String(value)
  }
}
