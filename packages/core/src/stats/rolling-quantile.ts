import { Univariate } from '../base/statistic.js'
import { RankedRing } from '../memory/ranked-ring.js'
import type { Rules } from '../options/rules.js'
import { checkValue, LARGEST_WINDOW } from './check-value.js'
import { updateEach } from './update-many.js'

export interface RollingQuantileOptions {
  /** The share of the values that lie below. */
  readonly q: number
  /** Of how many values, the last ones. */
  readonly windowSize: number
}

/**
 * A quantile of the last values, exact; between two values in proportion.
 *
 * @example
 * const median = new stats.RollingQuantile({ q: 0.5, windowSize: 4 })
 * for (const x of [100, 1, 2, 3, 4]) median.update(x)
 * median.get() // => 2.5
 */
export class RollingQuantile extends Univariate<RollingQuantileOptions> {
  static override readonly id: string = 'stats.RollingQuantile'
  static override readonly rules: Rules<RollingQuantileOptions> = {
    q: { kind: 'number', atLeast: 0, atMost: 1 },
    windowSize: { kind: 'integer', atLeast: 1, atMost: LARGEST_WINDOW },
  }
  static override readonly state: readonly string[] = ['window']
  static readonly parts: readonly unknown[] = [RankedRing]

  private readonly window: RankedRing = new RankedRing()

  /** The share of the values that lie below. */
  get q(): number {
    return this.options.q
  }

  get windowSize(): number {
    return this.options.windowSize
  }

  update(x: number): void {
    checkValue(this, x)
    this.window.push(x, this.options.windowSize)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number | undefined {
    return this.window.count > 0 ? this.window.quantile(this.options.q) : undefined
  }

  checkState(): void {
    this.window.checkSize(this.options.windowSize)
  }
}
