import { Bivariate, type StatisticUpdate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { checkMerged, checkValue, neverGiven, weightOf } from './check-value.js'
import { Mean } from './mean.js'
import { updateEachPair } from './update-many.js'

export interface CovOptions {
  /** The sum of products is divided by the weight less this. */
  readonly ddof: number
}

/**
 * The covariance of two variables; 0 while there are too few values.
 *
 * River: divides by 1 wherever the weight less `ddof` is smaller than that, and goes on from the
 * quotient. Here the sum of products is kept, so that fractional weights and any `ddof` come out
 * right, and what is taken back leaves nothing.
 *
 * @example
 * const cov = new stats.Cov()
 * for (const x of [1, 2, 3]) cov.update(x, 2 * x)
 * cov.get() // => 2
 */
export class Cov extends Bivariate<CovOptions> {
  static override readonly id: string = 'stats.Cov'
  static override readonly rules: Rules<CovOptions> = {
    ddof: { kind: 'integer', default: 1, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['meanX', 'meanY', 'products']
  static readonly parts: readonly unknown[] = [Mean]

  /** The means of the same values; only to be read. */
  readonly meanX: Mean = new Mean()
  readonly meanY: Mean = new Mean()
  private products = 0 // the sum of the products of the distances from the two means

  /** The sum of the weights: without weights, how many values came. */
  get n(): number {
    return this.meanX.n
  }

  update(x: number, y: number, options?: StatisticUpdate): void {
    checkValue(this, x)
    checkValue(this, y)
    const w = weightOf(this, options)
    const dx = x - this.meanX.get()
    this.meanX.update(x, options)
    this.meanY.update(y, options)
    this.products += w * dx * (y - this.meanY.get())
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(xs: ArrayLike<number>, ys: ArrayLike<number>, weights?: ArrayLike<number>): void {
    updateEachPair(this, xs, ys, weights)
  }

  /** Takes back an update. */
  revert(x: number, y: number, options?: StatisticUpdate): void {
    checkValue(this, x)
    checkValue(this, y)
    const w = weightOf(this, options)
    if (w > this.n * (1 + 1e-12)) throw neverGiven(this, x)
    const dx = x - this.meanX.get()
    this.meanX.revert(x, options)
    this.meanY.revert(y, options)
    if (this.n === 0) this.products = 0
    else this.products -= w * dx * (y - this.meanY.get())
  }

  /** Adds what another one has seen. */
  merge(other: Cov): void {
    checkMerged(this, other)
    if (other.n === 0) return
    const dx = this.meanX.get() - other.meanX.get()
    const dy = this.meanY.get() - other.meanY.get()
    const between = dx * dy * ((this.n * other.n) / (this.n + other.n))
    this.products = this.products + other.products + between
    this.meanX.merge(other.meanX)
    this.meanY.merge(other.meanY)
  }

  get(): number {
    const divisor = this.n - this.options.ddof
    return divisor > 0 ? this.products / divisor : 0
  }
}
