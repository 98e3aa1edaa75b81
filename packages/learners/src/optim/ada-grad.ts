import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { Optimizer } from './optimizer.js'
import type { Rate } from './rate.js'

export interface AdaGradOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
  /** Keeps divisors away from 0. */
  readonly eps: number
}

/**
 * A pace for each weight that falls with all the gradients it has had.
 *
 * [Adaptive subgradient methods](https://jmlr.org/papers/v12/duchi11a.html)
 *
 * @example
 * const optimizer = new optim.AdaGrad({ lr: 0.1 })
 * const w = { a: 1 }
 * optimizer.step(w, { a: 500 })
 * w.a.toFixed(6) // => '0.900000'
 */
export class AdaGrad extends Optimizer<AdaGradOptions> {
  static override readonly id = 'optim.AdaGrad'
  static override readonly rules: Rules<AdaGradOptions> = {
    lr: { kind: 'any', default: 0.1 },
    eps: { kind: 'number', default: 1e-8, above: 0 },
  }
  static override readonly state: readonly string[] = ['squares']

  // By slot.
  /** The sum of squared gradients. */
  private squares: Float64Array = NO_FLOATS

  override reserve(room: number): void {
    this.squares = growFloats(this.squares, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { squares } = this
    const { eps } = this.options
    const rate = this.learningRate as number
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      squares[i] += g * g
      weights[i] -= (rate / Math.sqrt(squares[i] + eps)) * g
    }
  }
}
