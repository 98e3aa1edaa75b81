import { growFloats, NO_FLOATS, type Rules, relayout, SnapshotError } from '@coelho/core'
import { Optimizer } from './optimizer.js'
import type { Rate } from './rate.js'

export interface NewtonOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
  /** What the curvature starts with. */
  readonly eps: number
}

/** The matrix has the square of this many numbers, 128 MiB. */
const MOST_WEIGHTS = 4096

/**
 * Online Newton step: gradients divided by the curvature that all gradients so far make.
 *
 * Memory and time grow with the square of the number of weights; more than 4096 are refused. A
 * step also moves weights that have no gradient this time (River's linear models fail there).
 *
 * @example
 * const optimizer = new optim.Newton({ lr: 1, eps: 1 })
 * optimizer.step({ a: 1 }, { a: 1 }) // => { a: 0.5 }
 */
export class Newton extends Optimizer<NewtonOptions> {
  static override readonly id = 'optim.Newton'
  static override readonly rules: Rules<NewtonOptions> = {
    lr: { kind: 'any', default: 0.1 },
    eps: { kind: 'number', default: 1e-5, above: 0 },
  }
  static override readonly state: readonly string[] = ['inverse', 'size']

  /** The inverse of the curvature: a row of `width` numbers for each slot. */
  private inverse: Float64Array = NO_FLOATS
  /** How many slots there are. */
  private size = 0
  private width = 0
  /** The inverse times the gradient. */
  private turned: Float64Array = NO_FLOATS

  override get mostWeights(): number {
    return MOST_WEIGHTS
  }

  override reserve(room: number): void {
    if (room > this.width) {
      const width = Math.min(Math.max(room, 2 * this.width, 8), MOST_WEIGHTS)
      this.inverse = relayout(this.inverse, this.width, this.width, width, width)
      for (let i = this.width; i < width; i++) this.inverse[i * width + i] = 1 / this.options.eps
      this.width = width
      this.turned = growFloats(this.turned, width)
    }
    this.size = Math.max(this.size, room)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { inverse, size, width, turned } = this
    const rate = this.learningRate as number
    let along = 1
    this.turn(gradients, indices, count)
    for (let k = 0; k < count; k++) along += gradients[k] * turned[indices[k]]
    // Sherman and Morrison: what a product of two vectors adds to a matrix, told of its inverse.
    for (let i = 0; i < size; i++) {
      const share = turned[i] / along
      for (let j = 0; j < size; j++) inverse[i * width + j] -= share * turned[j]
    }
    this.turn(gradients, indices, count)
    for (let i = 0; i < size; i++) weights[i] -= rate * turned[i]
  }

  private turn(gradients: Float64Array, indices: Int32Array, count: number): void {
    const { inverse, size, width, turned } = this
    for (let i = 0; i < size; i++) {
      let sum = 0
      for (let k = 0; k < count; k++) sum += inverse[i * width + indices[k]] * gradients[k]
      turned[i] = sum
    }
  }

  override checkState(): void {
    const { inverse, size } = this
    const width = Math.sqrt(inverse.length)
    const whole = Number.isSafeInteger(width) && Number.isSafeInteger(size)
    if (!whole || size < 0 || size > width || width > MOST_WEIGHTS) {
      throw new SnapshotError('the curvature of Newton must be a square matrix')
    }
    this.width = width
    this.turned = growFloats(this.turned, width)
    super.checkState()
  }
}
