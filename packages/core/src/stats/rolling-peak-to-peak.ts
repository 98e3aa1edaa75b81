import { Univariate } from '../base/statistic.js'
import { SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkValue, LARGEST_WINDOW } from './check-value.js'
import { RollingMax } from './rolling-max.js'
import { RollingMin } from './rolling-min.js'
import { updateEach } from './update-many.js'

export interface RollingPeakToPeakOptions {
  /** Of how many values, the last ones. */
  readonly windowSize: number
}

/**
 * How far the largest of the last values lies above the smallest of them.
 *
 * @example
 * const rolling = new stats.RollingPeakToPeak({ windowSize: 2 })
 * for (const x of [3, -5, 2]) rolling.update(x)
 * rolling.get() // => 7
 */
export class RollingPeakToPeak extends Univariate<RollingPeakToPeakOptions> {
  static override readonly id: string = 'stats.RollingPeakToPeak'
  static override readonly rules: Rules<RollingPeakToPeakOptions> = {
    windowSize: { kind: 'integer', atLeast: 1, atMost: LARGEST_WINDOW },
  }
  static override readonly state: readonly string[] = ['max', 'min']
  static readonly parts: readonly unknown[] = [RollingMax, RollingMin]

  /** The largest and the smallest of the same values; only to be read. */
  readonly max: RollingMax = new RollingMax(this.options)
  readonly min: RollingMin = new RollingMin(this.options)

  get windowSize(): number {
    return this.options.windowSize
  }

  update(x: number): void {
    checkValue(this, x)
    this.max.update(x)
    this.min.update(x)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number | undefined {
    const max = this.max.get()
    const min = this.min.get()
    return max === undefined || min === undefined ? undefined : max - min
  }

  checkState(): void {
    const { windowSize } = this.options
    if (this.max.windowSize !== windowSize || this.min.windowSize !== windowSize) {
      throw new SnapshotError('the two windows of RollingPeakToPeak must be of its size')
    }
  }
}
