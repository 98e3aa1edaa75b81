import type { Rules } from '@coelho/core'
import { Optimizer } from './optimizer.js'
import type { Rate } from './rate.js'

export interface SGDOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
}

/**
 * Stochastic gradient descent: a step against the gradient.
 *
 * @example
 * const optimizer = new optim.SGD({ lr: 0.1 })
 * optimizer.step({ a: 1 }, { a: 5 }) // => { a: 0.5 }
 */
export class SGD extends Optimizer<SGDOptions> {
  static override readonly id = 'optim.SGD'
  static override readonly rules: Rules<SGDOptions> = { lr: { kind: 'any', default: 0.01 } }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const rate = this.learningRate as number
    for (let k = 0; k < count; k++) weights[indices[k]] -= rate * gradients[k]
  }

  /** The step of most linear models, in one pass. */
  override stepScaled(
    weights: Float64Array,
    slope: number,
    values: Float64Array,
    indices: Int32Array,
    count: number,
    isDense: boolean,
  ): void {
    const rate = this.learningRate as number
    if (isDense) {
      for (let i = 0; i < count; i++) weights[i] -= rate * (slope * values[i]) // none is absent
    } else {
      for (let k = 0; k < count; k++) weights[indices[k]] -= rate * (slope * values[indices[k]])
    }
    this.nIterations += 1
  }
}
