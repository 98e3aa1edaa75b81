import { Univariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { CentralMoments } from './central-moments.js'
import { checkMerged, checkValue } from './check-value.js'
import { updateEach } from './update-many.js'

export interface KurtosisOptions {
  /** The value of the sample; else corrected for its bias as an estimate. */
  readonly bias: boolean
}

/**
 * How heavy the tails of the values are, less the 3 of the normal distribution.
 *
 * @example
 * const kurtosis = new stats.Kurtosis()
 * for (const x of [1, 2, 3, 10]) kurtosis.update(x)
 * Number(kurtosis.get().toFixed(3)) // => 3.228
 */
export class Kurtosis extends Univariate<KurtosisOptions> {
  static override readonly id: string = 'stats.Kurtosis'
  static override readonly rules: Rules<KurtosisOptions> = {
    bias: { kind: 'boolean', default: false },
  }
  static override readonly state: readonly string[] = ['moments']
  static readonly parts: readonly unknown[] = [CentralMoments]

  private readonly moments: CentralMoments = new CentralMoments()

  update(x: number): void {
    checkValue(this, x)
    this.moments.update(x)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  /** Adds what another one has seen. */
  merge(other: Kurtosis): void {
    checkMerged(this, other)
    this.moments.merge(other.moments)
  }

  get(): number {
    const { n, squares, fourths } = this.moments
    const kurtosis = squares === 0 ? 0 : (n * fourths) / (squares * squares)
    // River: without spread the kurtosis counts as 0, and is corrected all the same.
    if (this.options.bias || n < 4) return kurtosis - 3
    return ((n * n - 1) * kurtosis - 3 * (n - 1) ** 2) / ((n - 2) * (n - 3))
  }
}
