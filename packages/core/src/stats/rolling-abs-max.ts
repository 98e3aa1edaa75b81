import { Univariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { checkValue, LARGEST_WINDOW } from './check-value.js'
import { updateEach } from './update-many.js'
import { WindowMax } from './window-max.js'

export interface RollingAbsMaxOptions {
  /** Of how many values, the last ones. */
  readonly windowSize: number
}

/**
 * The largest absolute value among the last ones.
 *
 * @example
 * const rolling = new stats.RollingAbsMax({ windowSize: 2 })
 * for (const x of [3, -5, 2, 1]) rolling.update(x)
 * rolling.get() // => 2
 */
export class RollingAbsMax extends Univariate<RollingAbsMaxOptions> {
  static override readonly id: string = 'stats.RollingAbsMax'
  static override readonly rules: Rules<RollingAbsMaxOptions> = {
    windowSize: { kind: 'integer', atLeast: 1, atMost: LARGEST_WINDOW },
  }
  static override readonly state: readonly string[] = ['window']
  static readonly parts: readonly unknown[] = [WindowMax]

  private readonly window: WindowMax = new WindowMax()

  get windowSize(): number {
    return this.options.windowSize
  }

  update(x: number): void {
    checkValue(this, x)
    this.window.push(Math.abs(x), this.options.windowSize)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number | undefined {
    return this.window.largest
  }

  checkState(): void {
    this.window.checkSize(this.options.windowSize)
  }
}
