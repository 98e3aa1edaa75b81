import { type StatisticUpdate, Univariate } from '../base/statistic.js'
import { SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkMerged, checkValue, neverGiven, weightOf } from './check-value.js'
import { updateEach } from './update-many.js'
import { Var } from './var.js'

export interface SEMOptions {
  /** The sum of squares is divided by the weight less this. */
  readonly ddof: number
}

/**
 * The standard error of the mean: how far the mean may be off.
 *
 * @example
 * const sem = new stats.SEM()
 * for (const x of [3, 5, 7, 9]) sem.update(x)
 * sem.get() // => 1.2909944487358056
 */
export class SEM extends Univariate<SEMOptions> {
  static override readonly id: string = 'stats.SEM'
  static override readonly rules: Rules<SEMOptions> = {
    ddof: { kind: 'integer', default: 1, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['variance']
  static readonly parts: readonly unknown[] = [Var]

  private readonly variance: Var = new Var({ ddof: this.options.ddof })

  /** The sum of the weights: without weights, how many values came. */
  get n(): number {
    return this.variance.n
  }

  update(x: number, options?: StatisticUpdate): void {
    checkValue(this, x)
    weightOf(this, options)
    this.variance.update(x, options)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>, weights?: ArrayLike<number>): void {
    updateEach(this, values, weights)
  }

  /** Takes back an update. */
  revert(x: number, options?: StatisticUpdate): void {
    checkValue(this, x)
    if (weightOf(this, options) > this.n * (1 + 1e-12)) throw neverGiven(this, x)
    this.variance.revert(x, options)
  }

  /** Adds what another one has seen. */
  merge(other: SEM): void {
    checkMerged(this, other)
    this.variance.merge(other.variance)
  }

  get(): number | undefined {
    if (this.n === 0) return undefined
    return Math.sqrt(Math.max(0, this.variance.get()) / this.n)
  }

  checkState(): void {
    if (this.variance.options.ddof !== this.options.ddof) {
      throw new SnapshotError('the variance of SEM must have its ddof')
    }
  }
}
