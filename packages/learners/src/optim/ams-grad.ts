import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { checkSameLength, checkShares, Optimizer } from './optimizer.js'
import type { Rate } from './rate.js'

export interface AMSGradOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
  /** How much of the mean gradient is kept at each step. */
  readonly beta1: number
  /** How much of the mean squared gradient is kept at each step. */
  readonly beta2: number
  /** Keeps divisors away from 0. */
  readonly eps: number
  /** Make up for the means starting at 0. */
  readonly correctBias: boolean
}

/**
 * Adam with the highest mean square so far, so that paces never grow again.
 *
 * [On the convergence of Adam and beyond](https://openreview.net/forum?id=ryQu7f-RZ)
 *
 * @example
 * const optimizer = new optim.AMSGrad({ lr: 0.1 })
 * optimizer.step({ a: 1 }, { a: 500 }).a.toFixed(6) // => '0.900000'
 */
export class AMSGrad extends Optimizer<AMSGradOptions> {
  static override readonly id = 'optim.AMSGrad'
  static override readonly rules: Rules<AMSGradOptions> = {
    lr: { kind: 'any', default: 0.1 },
    beta1: { kind: 'number', default: 0.9, atLeast: 0, below: 1 },
    beta2: { kind: 'number', default: 0.999, atLeast: 0, below: 1 },
    eps: { kind: 'number', default: 1e-8, above: 0 },
    correctBias: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = [
    'mean',
    'square',
    'highest',
    'left1',
    'left2',
  ]

  // By slot.
  /** The mean gradient, decaying. */
  private mean: Float64Array = NO_FLOATS
  /** The mean squared gradient, decaying. */
  private square: Float64Array = NO_FLOATS
  /** The highest of those so far. */
  private highest: Float64Array = NO_FLOATS
  /** `beta1` to the power of the steps so far. */
  private left1 = 1
  /** `beta2` to the power of the steps so far. */
  private left2 = 1

  override reserve(room: number): void {
    this.mean = growFloats(this.mean, room)
    this.square = growFloats(this.square, room)
    this.highest = growFloats(this.highest, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { mean, square, highest } = this
    const { beta1, beta2, eps, correctBias } = this.options
    this.left1 *= beta1
    this.left2 *= beta2
    let rate = this.learningRate as number
    if (correctBias) rate *= Math.sqrt(1 - this.left2) / (1 - this.left1)
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      mean[i] = beta1 * mean[i] + (1 - beta1) * g
      square[i] = beta2 * square[i] + (1 - beta2) * g * g
      if (square[i] > highest[i]) highest[i] = square[i]
      weights[i] -= (rate * mean[i]) / (Math.sqrt(highest[i]) + eps)
    }
  }

  override checkState(): void {
    checkSameLength(this.who, this.mean, this.square, this.highest)
    checkShares(this.who, this.left1, this.left2)
    super.checkState()
  }
}
