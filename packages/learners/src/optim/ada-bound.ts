import { growFloats, InvalidOptionError, NO_FLOATS, type Rules } from '@coelho/core'
import { checkSameLength, checkShares, Optimizer } from './optimizer.js'
import type { Rate } from './rate.js'

export interface AdaBoundOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
  /** How much of the mean gradient is kept at each step. */
  readonly beta1: number
  /** How much of the mean squared gradient is kept at each step. */
  readonly beta2: number
  /** Keeps divisors away from 0. */
  readonly eps: number
  /** How fast the bounds close in. */
  readonly gamma: number
  /** The rate the bounds close in on. */
  readonly finalLr: number
}

/**
 * Adam with bounds on the pace of each weight, which close in: it ends as gradient descent.
 *
 * The final rate follows a scheduler of `lr` in proportion. River multiplies it at each step by
 * what the scheduler has taken away in all, and soon stands still.
 *
 * [Adaptive gradient methods with dynamic bound of learning
 * rate](https://openreview.net/forum?id=Bkg3g2R9FX)
 *
 * @example
 * const optimizer = new optim.AdaBound({ lr: 0.1 })
 * optimizer.step({ a: 1 }, { a: 0.5 }).a.toFixed(6) // => '0.900000'
 */
export class AdaBound extends Optimizer<AdaBoundOptions> {
  static override readonly id = 'optim.AdaBound'
  static override readonly rules: Rules<AdaBoundOptions> = {
    lr: { kind: 'any', default: 0.001 },
    beta1: { kind: 'number', default: 0.9, atLeast: 0, below: 1 },
    beta2: { kind: 'number', default: 0.999, atLeast: 0, below: 1 },
    eps: { kind: 'number', default: 1e-8, above: 0 },
    gamma: { kind: 'number', default: 0.001, above: 0 },
    finalLr: { kind: 'number', default: 0.1, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['mean', 'square', 'left1', 'left2']

  private readonly firstRate: number = this.learningRate as number
  // By slot.
  /** The mean gradient, decaying. */
  private mean: Float64Array = NO_FLOATS
  /** The mean squared gradient, decaying. */
  private square: Float64Array = NO_FLOATS
  /** `beta1` to the power of the steps so far. */
  private left1 = 1
  /** `beta2` to the power of the steps so far. */
  private left2 = 1

  constructor(given: Readonly<Partial<AdaBoundOptions>> = {}) {
    super(given)
    if (this.firstRate > 0) return
    throw new InvalidOptionError(this.who, 'lr', 'must start above 0', this.options.lr)
  }

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
    const { beta1, beta2, eps, gamma, finalLr } = this.options
    this.left1 *= beta1
    this.left2 *= beta2
    const rate = this.learningRate as number
    const pace = (rate * Math.sqrt(1 - this.left2)) / (1 - this.left1)
    const final = (finalLr * rate) / this.firstRate
    const closing = gamma * (this.nIterations + 1)
    const lowest = final * (1 - 1 / (closing + 1))
    const highest = final * (1 + 1 / closing)
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      mean[i] = beta1 * mean[i] + (1 - beta1) * g
      square[i] = beta2 * square[i] + (1 - beta2) * g * g
      const own = pace / (Math.sqrt(square[i]) + eps)
      weights[i] -= Math.max(Math.min(own, highest), lowest) * mean[i]
    }
  }

  override checkState(): void {
    checkSameLength(this.who, this.mean, this.square)
    checkShares(this.who, this.left1, this.left2)
    super.checkState()
  }
}
