import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { type AdamOptions, adamRules } from './adam-options.js'
import { checkSameLength, checkShares, Optimizer } from './optimizer.js'

/**
 * Adam with the largest gradient so far, decaying, in place of the mean square.
 *
 * [Adam: A method for stochastic optimization](https://arxiv.org/abs/1412.6980)
 *
 * @example
 * const optimizer = new optim.AdaMax({ lr: 0.1 })
 * const w = { a: 1 }
 * optimizer.step(w, { a: 500 })
 * w.a.toFixed(6) // => '0.900000'
 */
export class AdaMax extends Optimizer<AdamOptions> {
  static override readonly id = 'optim.AdaMax'
  static override readonly rules: Rules<AdamOptions> = adamRules
  static override readonly state: readonly string[] = ['mean', 'largest', 'left1']

  // By slot.
  /** The mean gradient, decaying. */
  private mean: Float64Array = NO_FLOATS
  /** The largest gradient, decaying. */
  private largest: Float64Array = NO_FLOATS
  /** `beta1` to the power of the steps so far. */
  private left1 = 1

  override reserve(room: number): void {
    this.mean = growFloats(this.mean, room)
    this.largest = growFloats(this.largest, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { mean, largest } = this
    const { beta1, beta2, eps } = this.options
    this.left1 *= beta1
    const rate = (this.learningRate as number) / (1 - this.left1)
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      mean[i] = beta1 * mean[i] + (1 - beta1) * g
      largest[i] = Math.max(beta2 * largest[i], Math.abs(g))
      weights[i] -= (rate * mean[i]) / (largest[i] + eps)
    }
  }

  override checkState(): void {
    checkSameLength(this.who, this.mean, this.largest)
    checkShares(this.who, this.left1)
    super.checkState()
  }
}
