import type { Rules } from '@coelho/core'
import { RegressionLoss } from './regression-loss.js'

export interface CauchyOptions {
  /** From about this error on, larger errors count less and less. */
  readonly C: number
}

/**
 * A loss with which outliers hardly count.
 *
 * As in River, `call` tells the absolute error; the slope is that of the Cauchy loss.
 *
 * @example
 * const loss = new optim.losses.Cauchy({ C: 1 })
 * loss.gradient(0, 1) // => 0.5
 * loss.gradient(0, 1000).toFixed(6) // => '0.001000'
 */
export class Cauchy extends RegressionLoss<CauchyOptions> {
  static override readonly id = 'optim.losses.Cauchy'
  static override readonly rules: Rules<CauchyOptions> = {
    C: { kind: 'number', default: 80, above: 0 },
  }
  static override readonly state: readonly string[] = []

  call(yTrue: number, yPred: number): number {
    return Math.abs(yPred - yTrue) // River: not C² / 2 * ln(1 + (error / C)²)
  }

  gradient(yTrue: number, yPred: number): number {
    const error = yPred - yTrue
    const share = error / this.options.C
    return error / (share * share + 1)
  }
}
