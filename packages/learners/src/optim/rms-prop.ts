import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { Optimizer } from './optimizer.js'
import type { Rate } from './rate.js'

export interface RMSPropOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
  /** How much of the mean squared gradient is kept at each step. */
  readonly rho: number
  /** Keeps divisors away from 0. */
  readonly eps: number
}

/**
 * A pace for each weight that falls with the gradients it has had lately.
 *
 * @example
 * const optimizer = new optim.RMSProp({ lr: 0.1, rho: 0.75 })
 * const w = { a: 1 }
 * optimizer.step(w, { a: 500 })
 * w.a.toFixed(6) // => '0.800000'
 */
export class RMSProp extends Optimizer<RMSPropOptions> {
  static override readonly id = 'optim.RMSProp'
  static override readonly rules: Rules<RMSPropOptions> = {
    lr: { kind: 'any', default: 0.1 },
    rho: { kind: 'number', default: 0.9, atLeast: 0, below: 1 },
    eps: { kind: 'number', default: 1e-8, above: 0 },
  }
  static override readonly state: readonly string[] = ['square']

  // By slot.
  /** The mean squared gradient, decaying. */
  private square: Float64Array = NO_FLOATS

  override reserve(room: number): void {
    this.square = growFloats(this.square, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { square } = this
    const { rho, eps } = this.options
    const rate = this.learningRate as number
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      square[i] = rho * square[i] + (1 - rho) * g * g
      weights[i] -= (rate / Math.sqrt(square[i] + eps)) * g
    }
  }
}
