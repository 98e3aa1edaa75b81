import type { Rules } from '@coelho/core'
import { RegressionLoss } from './regression-loss.js'

/**
 * The size of the difference: large errors count no more than their size.
 *
 * @example
 * const loss = new optim.losses.Absolute()
 * loss.call(2, 5) // => 3
 * loss.gradient(2, 5) // => 1
 */
export class Absolute extends RegressionLoss {
  static override readonly id = 'optim.losses.Absolute'
  static override readonly rules: Rules<object> = {}
  static override readonly state: readonly string[] = []

  call(yTrue: number, yPred: number): number {
    return Math.abs(yPred - yTrue)
  }

  gradient(yTrue: number, yPred: number): number {
    return yPred > yTrue ? 1 : -1
  }
}
