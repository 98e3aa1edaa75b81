import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { checkSameLength, Optimizer } from './optimizer.js'

export interface AdaDeltaOptions {
  /** How much of the mean squares is kept at each step. */
  readonly rho: number
  /** Keeps divisors away from 0. */
  readonly eps: number
}

/**
 * Needs no learning rate: a step is as long as the last ones, over the size of the gradients.
 *
 * [ADADELTA: An adaptive learning rate method](https://arxiv.org/abs/1212.5701)
 *
 * @example
 * const optimizer = new optim.AdaDelta({ rho: 0.75, eps: 0.01 })
 * const w = { a: 1 }
 * optimizer.step(w, { a: 500 })
 * w.a.toFixed(6) // => '0.800000'
 */
export class AdaDelta extends Optimizer<AdaDeltaOptions> {
  static override readonly id = 'optim.AdaDelta'
  static override readonly rules: Rules<AdaDeltaOptions> = {
    rho: { kind: 'number', default: 0.95, atLeast: 0, below: 1 },
    eps: { kind: 'number', default: 1e-8, above: 0 },
  }
  static override readonly state: readonly string[] = ['square', 'steps']

  // By slot.
  /** The mean squared gradient, decaying. */
  private square: Float64Array = NO_FLOATS
  /** The mean squared step, decaying. */
  private steps: Float64Array = NO_FLOATS

  override reserve(room: number): void {
    this.square = growFloats(this.square, room)
    this.steps = growFloats(this.steps, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { square, steps } = this
    const { rho, eps } = this.options
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      square[i] = rho * square[i] + (1 - rho) * g * g
      const step = (-Math.sqrt(steps[i] + eps) / Math.sqrt(square[i] + eps)) * g
      steps[i] = rho * steps[i] + (1 - rho) * step * step
      weights[i] += step
    }
  }

  override checkState(): void {
    checkSameLength(this.who, this.square, this.steps)
    super.checkState()
  }
}
