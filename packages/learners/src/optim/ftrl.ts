import { growFloats, NO_FLOATS, type Rules } from '@coelho/core'
import { checkSameLength, Optimizer } from './optimizer.js'

export interface FTRLProximalOptions {
  /** How far steps go. */
  readonly alpha: number
  /** Shortens the first steps. */
  readonly beta: number
  /** How strongly the size of weights is held down: those in doubt stay where they are. */
  readonly l1: number
  /** How strongly the square of weights is held down. */
  readonly l2: number
}

/**
 * Follow the regularised leader: the weights that would have been best so far, near the ones
 * there are.
 *
 * As in River, a weight is set from what was learned before the last gradient, and one that the
 * `l1` penalty holds down stays where it was instead of becoming 0.
 *
 * [Ad click prediction: A view from the trenches](https://research.google/pubs/pub41159/)
 *
 * @example
 * const optimizer = new optim.FTRLProximal({ alpha: 1, l2: 0 })
 * const w = optimizer.step({ a: 0 }, { a: 3 }) // => { a: 0 }
 * optimizer.step(w, { a: 0 }) // => { a: -0.75 }
 */
export class FTRLProximal extends Optimizer<FTRLProximalOptions> {
  static override readonly id = 'optim.FTRLProximal'
  static override readonly rules: Rules<FTRLProximalOptions> = {
    alpha: { kind: 'number', default: 0.05, above: 0 },
    beta: { kind: 'number', default: 1, above: 0 },
    l1: { kind: 'number', default: 0, atLeast: 0 },
    l2: { kind: 'number', default: 1, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['pull', 'squares']

  // By slot.
  /** The sum of gradients, less what the weights account for. */
  private pull: Float64Array = NO_FLOATS
  /** The sum of squared gradients. */
  private squares: Float64Array = NO_FLOATS

  override reserve(room: number): void {
    this.pull = growFloats(this.pull, room)
    this.squares = growFloats(this.squares, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { pull, squares } = this
    const { alpha, beta, l1, l2 } = this.options
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      const z = pull[i]
      const before = Math.sqrt(squares[i])
      if (Math.abs(z) > l1) {
        weights[i] = -(z - (z > 0 ? l1 : -l1)) / ((beta + before) / alpha + l2)
      }
      const squared = squares[i] + g * g
      pull[i] += g - ((Math.sqrt(squared) - before) / alpha) * weights[i]
      squares[i] = squared
    }
  }

  override checkState(): void {
    checkSameLength(this.who, this.pull, this.squares)
    super.checkState()
  }
}
