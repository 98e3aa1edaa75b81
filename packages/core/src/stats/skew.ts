import { Univariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { CentralMoments } from './central-moments.js'
import { checkMerged, checkValue } from './check-value.js'
import { updateEach } from './update-many.js'

export interface SkewOptions {
  /** The value of the sample; else corrected for its bias as an estimate. */
  readonly bias: boolean
}

/**
 * How lopsided the values lie around their mean; 0 while they are all equal.
 *
 * @example
 * const skew = new stats.Skew()
 * for (const x of [1, 2, 3, 10]) skew.update(x)
 * skew.get() // => 1.763632614803888
 */
export class Skew extends Univariate<SkewOptions> {
  static override readonly id: string = 'stats.Skew'
  static override readonly rules: Rules<SkewOptions> = {
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
  merge(other: Skew): void {
    checkMerged(this, other)
    this.moments.merge(other.moments)
  }

  get(): number {
    const { n, squares, cubes } = this.moments
    const skew = squares === 0 ? 0 : (Math.sqrt(n) * cubes) / (squares * Math.sqrt(squares))
    if (this.options.bias || n < 3) return skew
    return (Math.sqrt(n * (n - 1)) / (n - 2)) * skew
  }
}
