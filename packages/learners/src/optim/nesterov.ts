import { Momentum, type MomentumOptions } from './momentum.js'

export type NesterovMomentumOptions = MomentumOptions

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
export class NesterovMomentum extends Momentum {
  static override readonly id: string = 'optim.NesterovMomentum'

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
}
