import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { type AdamOptions, adamRules } from './adam-options.js'
import { DecayingMoments } from './decaying-moments.js'
import { checkSameLength, Optimizer } from './optimizer.js'

export interface AMSGradOptions extends AdamOptions {
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
 * const w = { a: 1 }
 * optimizer.step(w, { a: 500 })
 * w.a.toFixed(6) // => '0.900000'
 */
export class AMSGrad extends Optimizer<AMSGradOptions> {
  static override readonly id = 'optim.AMSGrad'
  static override readonly rules: Rules<AMSGradOptions> = {
    ...adamRules,
    correctBias: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = ['moments', 'highest']
  static readonly parts: readonly unknown[] = [DecayingMoments]

  /** By slot the highest mean square so far. */
  private highest: Float64Array = NO_FLOATS
  private readonly moments: DecayingMoments = new DecayingMoments()

  override reserve(room: number): void {
    this.moments.reserve(room)
    this.highest = growFloats(this.highest, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { highest, moments } = this
    const { mean, square } = moments
    const { beta1, beta2, eps, correctBias } = this.options
    moments.decay(this.options)
    let rate = this.learningRate as number
    if (correctBias) rate *= moments.correction
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
    checkSameLength(this.who, this.moments.mean, this.highest)
    super.checkState()
  }
}
