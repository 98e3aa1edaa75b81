import type { Rules } from '@coelho/core'
import { RegressionLoss } from './regression-loss.js'

/**
 * The squared difference.
 *
 * @example
 * const loss = new optim.losses.Squared()
 * loss.call(2, 5) // => 9
 * loss.gradient(2, 5) // => 6
 */
export class Squared extends RegressionLoss {
  static override readonly id = 'optim.losses.Squared'
  static override readonly rules: Rules<object> = {}
  static override readonly state: readonly string[] = []

  call(yTrue: number, yPred: number): number {
    return (yPred - yTrue) * (yPred - yTrue)
  }

  gradient(yTrue: number, yPred: number): number {
    return 2 * (yPred - yTrue)
  }
}
