import type { Rules } from '@coelho/core'
import { RegressionLoss } from './regression-loss.js'

export interface QuantileOptions {
  /** The quantile that is learned: 0.5 is the median. */
  readonly alpha: number
}

/**
 * A loss whose minimum is a quantile: predictions that are too low cost `alpha`, those that are
 * too high `1 - alpha`.
 *
 * As in River, `call` has the two the other way round; what is learned follows the slope, which
 * is right.
 *
 * @example
 * const loss = new optim.losses.Quantile({ alpha: 0.9 })
 * loss.gradient(5, 4) // => -0.9
 * loss.call(5, 7) // => 1.8
 */
export class Quantile extends RegressionLoss<QuantileOptions> {
  static override readonly id = 'optim.losses.Quantile'
  static override readonly rules: Rules<QuantileOptions> = {
    alpha: { kind: 'number', default: 0.5, above: 0, below: 1 },
  }
  static override readonly state: readonly string[] = []

  call(yTrue: number, yPred: number): number {
    const error = yPred - yTrue
    const { alpha } = this.options
    return error < 0 ? (alpha - 1) * error : alpha * error // River: alpha is for the other side
  }

  gradient(yTrue: number, yPred: number): number {
    const { alpha } = this.options
    return yTrue < yPred ? 1 - alpha : -alpha
  }
}
