import type { Rules } from '@coelho/core'
import { RegressionLoss } from './regression-loss.js'

export interface HuberOptions {
  /** Up to this error it is squared, beyond it grows like the error. */
  readonly epsilon: number
}

/**
 * The squared error near 0 and the absolute one further out: outliers count less.
 *
 * @example
 * const loss = new optim.losses.Huber({ epsilon: 1 })
 * loss.call(0, 0.5) // => 0.125
 * loss.call(0, 3) // => 2.5
 */
export class Huber extends RegressionLoss<HuberOptions> {
  static override readonly id = 'optim.losses.Huber'
  static override readonly rules: Rules<HuberOptions> = {
    epsilon: { kind: 'number', default: 0.1, above: 0 },
  }
  static override readonly state: readonly string[] = []

  call(yTrue: number, yPred: number): number {
    const { epsilon } = this.options
    const size = Math.abs(yPred - yTrue)
    return size <= epsilon ? 0.5 * size * size : epsilon * size - 0.5 * epsilon * epsilon
  }

  gradient(yTrue: number, yPred: number): number {
    const { epsilon } = this.options
    return Math.max(Math.min(yPred - yTrue, epsilon), -epsilon)
  }
}
