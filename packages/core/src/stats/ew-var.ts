import { Univariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { checkValue } from './check-value.js'
import { FadingMean } from './fading-mean.js'
import { updateEach } from './update-many.js'

export interface EWVarOptions {
  /** How much the newest value counts; what came before counts the rest. */
  readonly fadingFactor: number
}

/**
 * A variance that forgets: old values count less and less.
 *
 * @example
 * const variance = new stats.EWVar({ fadingFactor: 0.5 })
 * for (const x of [1, 3, 5]) variance.update(x)
 * variance.get() // => 2.75
 */
export class EWVar extends Univariate<EWVarOptions> {
  static override readonly id: string = 'stats.EWVar'
  static override readonly rules: Rules<EWVarOptions> = {
    fadingFactor: { kind: 'number', default: 0.5, atLeast: 0, atMost: 1 },
  }
  static override readonly state: readonly string[] = ['values', 'squares']
  static readonly parts: readonly unknown[] = [FadingMean]

  private readonly values: FadingMean = new FadingMean()
  private readonly squares: FadingMean = new FadingMean()

  update(x: number): void {
    checkValue(this, x)
    const { fadingFactor } = this.options
    this.values.update(x, fadingFactor)
    this.squares.update(x * x, fadingFactor)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number {
    return this.squares.mean - this.values.mean ** 2
  }
}
