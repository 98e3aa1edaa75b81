import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { checkSameLength, checkShares, Optimizer } from './optimizer.js'
import type { Rate } from './rate.js'

export interface NadamOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
  /** How much of the mean gradient is kept at each step. */
  readonly beta1: number
  /** How much of the mean squared gradient is kept at each step. */
  readonly beta2: number
  /** Keeps divisors away from 0. */
  readonly eps: number
}

/**
 * Adam with Nesterov's momentum.
 *
 * [Incorporating Nesterov momentum into Adam](https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ)
 *
 * @example
 * const optimizer = new optim.Nadam({ lr: 0.1 })
 * optimizer.step({ a: 1 }, { a: 500 }).a.toFixed(6) // => '0.810000'
 */
export class Nadam extends Optimizer<NadamOptions> {
  static override readonly id = 'optim.Nadam'
  static override readonly rules: Rules<NadamOptions> = {
    lr: { kind: 'any', default: 0.1 },
    beta1: { kind: 'number', default: 0.9, atLeast: 0, below: 1 },
    beta2: { kind: 'number', default: 0.999, atLeast: 0, below: 1 },
    eps: { kind: 'number', default: 1e-8, above: 0 },
  }
  static override readonly state: readonly string[] = ['mean', 'square', 'left1', 'left2']

  // By slot.
  /** The mean gradient, decaying. */
  private mean: Float64Array = NO_FLOATS
  /** The mean squared gradient, decaying. */
  private square: Float64Array = NO_FLOATS
  /** `beta1` to the power of the steps so far. */
  private left1 = 1
  /** `beta2` to the power of the steps so far. */
  private left2 = 1

  override reserve(room: number): void {
    this.mean = growFloats(this.mean, room)
    this.square = growFloats(this.square, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { mean, square } = this
    const { beta1, beta2, eps } = this.options
    this.left1 *= beta1
    this.left2 *= beta2
    const rate = this.learningRate as number
    const fresh1 = 1 - this.left1
    const fresh2 = 1 - this.left2
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      mean[i] = beta1 * mean[i] + (1 - beta1) * g
      square[i] = beta2 * square[i] + (1 - beta2) * g * g
      const ahead = (beta1 * mean[i] + (1 - beta1) * g) / fresh1
      weights[i] -= (rate * ahead) / (Math.sqrt(square[i] / fresh2) + eps)
    }
  }

  override checkState(): void {
    checkSameLength(this.who, this.mean, this.square)
    checkShares(this.who, this.left1, this.left2)
    super.checkState()
  }
}
