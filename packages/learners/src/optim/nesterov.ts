import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { Optimizer } from './optimizer.js'
import type { Rate } from './rate.js'

export interface NesterovMomentumOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
  /** How much of the last step is kept. */
  readonly rho: number
}

/**
 * Momentum that takes the gradient where the last step leads to: models ask it to look ahead
 * first.
 *
 * @example
 * const optimizer = new optim.NesterovMomentum({ lr: 0.1, rho: 0.5 })
 * const w = optimizer.step({ a: 1 }, { a: 5 }) // => { a: 0.5 }
 * optimizer.lookAhead(w) // => { a: 0.25 }
 * optimizer.step(w, { a: 0 }) // => { a: 0.25 }
 */
export class NesterovMomentum extends Optimizer<NesterovMomentumOptions> {
  static override readonly id = 'optim.NesterovMomentum'
  static override readonly rules: Rules<NesterovMomentumOptions> = {
    lr: { kind: 'any', default: 0.1 },
    rho: { kind: 'number', default: 0.9, atLeast: 0, below: 1 },
  }
  static override readonly state: readonly string[] = ['steps']

  /** By slot the last step. */
  private steps: Float64Array = NO_FLOATS

  override reserve(room: number): void {
    this.steps = growFloats(this.steps, room)
  }

  override lookAheadRow(weights: Float64Array, indices: Int32Array, count: number): void {
    const { steps } = this
    const { rho } = this.options
    for (let k = 0; k < count; k++) weights[indices[k]] -= rho * steps[indices[k]]
  }

  /** River: also where nobody looked ahead. */
  override lookBackRow(weights: Float64Array, indices: Int32Array, count: number): void {
    const { steps } = this
    const { rho } = this.options
    for (let k = 0; k < count; k++) weights[indices[k]] += rho * steps[indices[k]]
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
