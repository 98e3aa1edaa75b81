import { InvalidOptionError, type Rules } from '@coelho/core'
import { type AdamOptions, adamRules } from './adam-options.js'
import { DecayingMoments } from './decaying-moments.js'
import { Optimizer } from './optimizer.js'

export interface AdaBoundOptions extends AdamOptions {
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
 * const w = { a: 1 }
 * optimizer.step(w, { a: 0.5 })
 * w.a.toFixed(6) // => '0.900000'
 */
export class AdaBound extends Optimizer<AdaBoundOptions> {
  static override readonly id = 'optim.AdaBound'
  static override readonly rules: Rules<AdaBoundOptions> = {
    ...adamRules,
    lr: { kind: 'any', default: 0.001 },
    gamma: { kind: 'number', default: 0.001, above: 0 },
    finalLr: { kind: 'number', default: 0.1, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['moments']
  static readonly parts: readonly unknown[] = [DecayingMoments]

  private readonly firstRate: number = this.learningRate as number
  private readonly moments: DecayingMoments = new DecayingMoments()

  constructor(given: Readonly<Partial<AdaBoundOptions>> = {}) {
    super(given)
    if (this.firstRate > 0) return
    throw new InvalidOptionError(this.who, 'lr', 'must start above 0', this.options.lr)
  }

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
    const { beta1, beta2, eps, gamma, finalLr } = this.options
    moments.decay(this.options)
    const rate = this.learningRate as number
    const pace = rate * moments.correction
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
}
