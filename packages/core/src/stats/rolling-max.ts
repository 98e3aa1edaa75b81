import { Univariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { checkValue, LARGEST_WINDOW } from './check-value.js'
import { updateEach } from './update-many.js'
import { WindowMax } from './window-max.js'

export interface RollingMaxOptions {
  /** Of how many values, the last ones. */
  readonly windowSize: number
}

/**
 * The largest of the last values.
 *
 * @example
 * const rolling = new stats.RollingMax({ windowSize: 2 })
 * for (const x of [3, -5, 2, 1]) rolling.update(x)
 * rolling.get() // => 2
 */
export class RollingMax extends Univariate<RollingMaxOptions> {
  static override readonly id: string = 'stats.RollingMax'
  static override readonly rules: Rules<RollingMaxOptions> = {
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
    this.window.push(x, this.options.windowSize)
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
