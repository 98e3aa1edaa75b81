import { Univariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { checkValue, LARGEST_WINDOW } from './check-value.js'
import { PearsonCorr } from './pearson-corr.js'
import { RecentValues } from './recent-values.js'
import { updateEach } from './update-many.js'

export interface AutoCorrOptions {
  /** How many values lie between a value and the one it is compared with. */
  readonly lag: number
}

/**
 * The correlation of the values with those `lag` steps before them.
 *
 * @example
 * const corr = new stats.AutoCorr({ lag: 2 })
 * for (const x of [1, 5, 2, 6, 3, 7]) corr.update(x)
 * corr.get() // => 1
 */
export class AutoCorr extends Univariate<AutoCorrOptions> {
  static override readonly id: string = 'stats.AutoCorr'
  static override readonly rules: Rules<AutoCorrOptions> = {
    lag: { kind: 'integer', atLeast: 1, atMost: LARGEST_WINDOW },
  }
  static override readonly state: readonly string[] = ['window', 'pearson']
  static readonly parts: readonly unknown[] = [RecentValues, PearsonCorr]

  private readonly window: RecentValues = new RecentValues()
  private readonly pearson: PearsonCorr = new PearsonCorr()

  update(x: number): void {
    checkValue(this, x)
    const { lag } = this.options
    if (this.window.isFull(lag)) this.pearson.update(x, this.window.oldest())
    this.window.push(x, lag)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number {
    return this.pearson.get()
  }

  checkState(): void {
    this.window.checkSize(this.options.lag)
  }
}
