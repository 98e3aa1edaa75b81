import { Univariate } from '../base/statistic.js'
import { InvalidInputError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkMerged, checkValue } from './check-value.js'
import { Mean } from './mean.js'
import { updateEach } from './update-many.js'

export interface BayesianMeanOptions {
  /** The mean that is expected before anything was seen. */
  readonly prior: number
  /** How many values the expectation counts for. */
  readonly priorWeight: number
}

/**
 * The mean of the values and of what was expected before: few values move it little.
 *
 * @example
 * const rating = new stats.BayesianMean({ prior: 3, priorWeight: 4 })
 * rating.update(5)
 * rating.get() // => 3.4
 */
export class BayesianMean extends Univariate<BayesianMeanOptions> {
  static override readonly id: string = 'stats.BayesianMean'
  static override readonly rules: Rules<BayesianMeanOptions> = {
    prior: { kind: 'number' },
    priorWeight: { kind: 'number', above: 0 },
  }
  static override readonly state: readonly string[] = ['mean']
  static readonly parts: readonly unknown[] = [Mean]

  private readonly mean: Mean = new Mean()

  update(x: number): void {
    checkValue(this, x)
    this.mean.update(x)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  /** Takes back an update. */
  revert(x: number): void {
    checkValue(this, x)
    this.mean.revert(x)
  }

  /** Adds what another one with the same prior has seen. */
  merge(other: BayesianMean): void {
    checkMerged(this, other)
    const { prior, priorWeight } = this.options
    if (other.options.prior !== prior || other.options.priorWeight !== priorWeight) {
      throw new InvalidInputError(this.who, 'what is merged must have the same prior')
    }
    this.mean.merge(other.mean)
  }

  get(): number {
    const { prior, priorWeight } = this.options
    const { n } = this.mean
    return (this.mean.get() * n + prior * priorWeight) / (n + priorWeight)
  }
}
