import { math, type Rules } from '@coelho/core'
import { BinaryLoss } from './binary-loss.js'
import { sigmoid } from './sigmoid.js'

export interface BinaryFocalLossOptions {
  /** How much less the easy events count. */
  readonly gamma: number
  /** Shifts what counts as easy. */
  readonly beta: number
}

/**
 * Gives events that are already told right less weight: for classes of very different size.
 *
 * This is the star variant of the [focal loss](https://arxiv.org/abs/1708.02002).
 *
 * @example
 * const loss = new optim.losses.BinaryFocalLoss()
 * loss.gradient(true, 3).toFixed(4) // => '-0.0009'
 * new optim.losses.Log().gradient(true, 3).toFixed(4) // => '-0.0474'
 */
export class BinaryFocalLoss extends BinaryLoss<BinaryFocalLossOptions> {
  static override readonly id = 'optim.losses.BinaryFocalLoss'
  static override readonly rules: Rules<BinaryFocalLossOptions> = {
    gamma: { kind: 'number', default: 2, above: 0 },
    beta: { kind: 'number', default: 1 },
  }
  static override readonly state: readonly string[] = []

  call(yTrue: boolean | number, yPred: number): number {
    const z = Number(yTrue) > 0 ? yPred : -yPred
    return -math.log(this.focus(z)) / this.options.gamma
  }

  gradient(yTrue: boolean | number, yPred: number): number {
    return Number(yTrue) > 0 ? this.focus(yPred) - 1 : 1 - this.focus(-yPred)
  }

  private focus(z: number): number {
    const { gamma, beta } = this.options
    return sigmoid(gamma * z + beta)
  }
}
