import { type StatisticUpdate, Univariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { checkMerged, checkValue, neverGiven, weightOf } from './check-value.js'
import { Mean } from './mean.js'
import { updateEach } from './update-many.js'

export interface VarOptions {
  /** The sum of squares is divided by the weight less this. */
  readonly ddof: number
}

/**
 * The variance of the values, by Welford's method; 0 while there are too few.
 *
 * @example
 * const variance = new stats.Var()
 * for (const x of [3, 5, 7]) variance.update(x)
 * variance.get() // => 4
 */
export class Var extends Univariate<VarOptions> {
  static override readonly id: string = 'stats.Var'
  static override readonly rules: Rules<VarOptions> = {
    ddof: { kind: 'integer', default: 1, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['mean', 'spread']
  static readonly parts: readonly unknown[] = [Mean]

  /** The mean of the same values; only to be read. */
  readonly mean: Mean = new Mean()
  private spread = 0 // the sum of squared distances from the mean

  /** The sum of the weights: without weights, how many values came. */
  get n(): number {
    return this.mean.n
  }

  update(x: number, options?: StatisticUpdate): void {
    checkValue(this, x)
    const w = weightOf(this, options)
    const before = this.mean.get()
    this.mean.update(x, options)
    this.spread += w * (x - before) * (x - this.mean.get())
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>, weights?: ArrayLike<number>): void {
    updateEach(this, values, weights)
  }

  /** Takes back an update. */
  revert(x: number, options?: StatisticUpdate): void {
    checkValue(this, x)
    const w = weightOf(this, options)
    if (w > this.n * (1 + 1e-12)) throw neverGiven(this, x)
    const before = this.mean.get()
    this.mean.revert(x, options)
    if (this.n === 0) this.spread = 0
    else this.spread -= w * (x - before) * (x - this.mean.get())
  }

  /** Adds what another one has seen. */
  merge(other: Var): void {
    checkMerged(this, other)
    const n = this.n + other.n
    if (other.n === 0) return
    const between = (this.mean.get() - other.mean.get()) ** 2 * ((this.n * other.n) / n)
    this.spread = this.spread + other.spread + between
    this.mean.merge(other.mean)
  }

  get(): number {
    const divisor = this.n - this.options.ddof
    return divisor > 0 ? this.spread / divisor : 0
  }
}
