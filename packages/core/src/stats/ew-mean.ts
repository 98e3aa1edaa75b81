import { Univariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { checkValue } from './check-value.js'
import { FadingMean } from './fading-mean.js'
import { updateEach } from './update-many.js'

export interface EWMeanOptions {
  /** How much the newest value counts; what came before counts the rest. */
  readonly fadingFactor: number
}

/**
 * A mean that forgets: old values count less and less.
 *
 * @example
 * const mean = new stats.EWMean({ fadingFactor: 0.5 })
 * for (const x of [1, 3, 5]) mean.update(x)
 * mean.get() // => 3.5
 */
export class EWMean extends Univariate<EWMeanOptions> {
  static override readonly id: string = 'stats.EWMean'
  static override readonly rules: Rules<EWMeanOptions> = {
    fadingFactor: { kind: 'number', default: 0.5, atLeast: 0, atMost: 1 },
  }
  static override readonly state: readonly string[] = ['fading']
  static readonly parts: readonly unknown[] = [FadingMean]

  private readonly fading: FadingMean = new FadingMean()

  update(x: number): void {
    checkValue(this, x)
    this.fading.update(x, this.options.fadingFactor)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number {
    return this.fading.mean
  }
}
