import { Bivariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { checkValue } from './check-value.js'
import { FadingMean } from './fading-mean.js'
import { updateEachPair } from './update-many.js'

export interface EWCovOptions {
  /** How much the newest pair counts; what came before counts the rest. */
  readonly fadingFactor: number
}

/**
 * A covariance that forgets: old pairs count less and less.
 *
 * @example
 * const cov = new stats.EWCov({ fadingFactor: 0.5 })
 * for (const x of [1, 3, 5]) cov.update(x, 2 * x)
 * cov.get() // => 5.5
 */
export class EWCov extends Bivariate<EWCovOptions> {
  static override readonly id: string = 'stats.EWCov'
  static override readonly rules: Rules<EWCovOptions> = {
    fadingFactor: { kind: 'number', default: 0.5, atLeast: 0, atMost: 1 },
  }
  static override readonly state: readonly string[] = ['xs', 'ys', 'products']
  static readonly parts: readonly unknown[] = [FadingMean]

  private readonly xs: FadingMean = new FadingMean()
  private readonly ys: FadingMean = new FadingMean()
  private readonly products: FadingMean = new FadingMean()

  update(x: number, y: number): void {
    checkValue(this, x)
    checkValue(this, y)
    const { fadingFactor } = this.options
    this.xs.update(x, fadingFactor)
    this.ys.update(y, fadingFactor)
    this.products.update(x * y, fadingFactor)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(xs: ArrayLike<number>, ys: ArrayLike<number>): void {
    updateEachPair(this, xs, ys)
  }

  get(): number {
    return this.products.mean - this.xs.mean * this.ys.mean
  }
}
