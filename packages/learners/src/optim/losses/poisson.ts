import { math, type Rules } from '@coelho/core'
import { RegressionLoss } from './regression-loss.js'

/**
 * For counts: the raw output is the logarithm of the expected count.
 *
 * @example
 * const loss = new optim.losses.Poisson()
 * loss.call(3, 0) // => 1
 * loss.gradient(3, 0) // => -2
 * loss.meanFunc(0) // => 1
 */
export class Poisson extends RegressionLoss {
  static override readonly id = 'optim.losses.Poisson'
  static override readonly rules: Rules<object> = {}
  static override readonly state: readonly string[] = []

  call(yTrue: number, yPred: number): number {
    return math.exp(yPred) - yTrue * yPred
  }

  gradient(yTrue: number, yPred: number): number {
    return math.exp(yPred) - yTrue
  }

  override meanFunc(yPred: number): number {
    return math.exp(yPred)
  }
}
