import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { Optimizer } from './optimizer.js'
import type { Rate } from './rate.js'

export interface MomentumOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
  /** How much of the last step is kept. */
  readonly rho: number
}

/**
 * A step keeps some of the direction of the one before.
 *
 * @example
 * const optimizer = new optim.Momentum({ lr: 0.1, rho: 0.5 })
 * const w = optimizer.step({ a: 1 }, { a: 5 }) // => { a: 0.5 }
 * optimizer.step(w, { a: 0 }) // => { a: 0.25 }
 */
export class Momentum extends Optimizer<MomentumOptions> {
  static override readonly id: string = 'optim.Momentum'
  static override readonly rules: Rules<MomentumOptions> = {
    lr: { kind: 'any', default: 0.1 },
    rho: { kind: 'number', default: 0.9, atLeast: 0, below: 1 },
  }
  static override readonly state: readonly string[] = ['steps']

  // By slot.
  /** The last step. */
  protected steps: Float64Array = NO_FLOATS

  override reserve(room: number): void {
    this.steps = growFloats(this.steps, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { steps } = this
    const { rho } = this.options
    const rate = this.learningRate as number
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      steps[i] = rho * steps[i] + rate * gradients[k]
      weights[i] -= steps[i]
    }
  }
}
