import type { Rules } from '@coelho/core'
import { BinaryLoss } from './binary-loss.js'

export interface HingeOptions {
  /** The margin: predictions that are right by more cost nothing. 0 makes a perceptron. */
  readonly threshold: number
}

/**
 * How far a prediction is from being right by a margin.
 *
 * @example
 * const loss = new optim.losses.Hinge()
 * loss.call(true, 0.25) // => 0.75
 * loss.gradient(true, 0.25) // => -1
 * loss.gradient(true, 2) // => 0
 */
export class Hinge extends BinaryLoss<HingeOptions> {
  static override readonly id = 'optim.losses.Hinge'
  static override readonly rules: Rules<HingeOptions> = {
    threshold: { kind: 'number', default: 1 },
  }
  static override readonly state: readonly string[] = []

  call(yTrue: boolean | number, yPred: number): number {
    const z = Number(yTrue) > 0 ? yPred : -yPred
    return Math.max(this.options.threshold - z, 0)
  }

  gradient(yTrue: boolean | number, yPred: number): number {
    const positive = Number(yTrue) > 0
    const z = positive ? yPred : -yPred
    if (z > this.options.threshold) return 0
    return positive ? -1 : 1
  }
}
