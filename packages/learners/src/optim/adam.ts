import type { Rules } from '@coelho/core'
import { type AdamOptions, adamRules } from './adam-options.js'
import { DecayingMoments } from './decaying-moments.js'
import { Optimizer } from './optimizer.js'

/**
 * Steps by the mean gradient over its size: each weight has a pace of its own.
 *
 * [Adam: A method for stochastic optimization](https://arxiv.org/abs/1412.6980)
 *
 * @example
 * const optimizer = new optim.Adam({ lr: 0.1 })
 * const w = { a: 1 }
 * optimizer.step(w, { a: 500 })
 * w.a.toFixed(6) // => '0.900000'
 */
export class Adam extends Optimizer<AdamOptions> {
  static override readonly id: string = 'optim.Adam'
  static override readonly rules: Rules<AdamOptions> = adamRules
  static override readonly state: readonly string[] = ['moments']
  static readonly parts: readonly unknown[] = [DecayingMoments]

  protected readonly moments: DecayingMoments = new DecayingMoments()

  override reserve(room: number): void {
    this.moments.reserve(room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { moments } = this
    const { mean, square } = moments
    const { beta1, beta2, eps } = this.options
    moments.decay(this.options)
    const rate = (this.learningRate as number) * moments.correction
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      mean[i] = beta1 * mean[i] + (1 - beta1) * g
      square[i] = beta2 * square[i] + (1 - beta2) * g * g
      weights[i] -= (rate * mean[i]) / (Math.sqrt(square[i]) + eps)
    }
  }
}
