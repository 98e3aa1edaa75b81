import { growFloats, InvalidOptionError, NO_FLOATS, type Rules } from '@coelho/core'
import { Optimizer } from './optimizer.js'
import { emptyVector, type Key, keysOf, setNumber, type Vector } from './vector.js'

export interface AveragerOptions {
  /** What moves the weights. */
  readonly optimizer: Optimizer
  /** How many steps are made before the first that counts. */
  readonly start: number
}

/**
 * Averages the weights that another optimizer leads through: `step` moves `w` and gives back
 * the averages.
 *
 * As in River, models go on with the weights themselves: to their predictions it makes no
 * difference. The `summary` of a linear model tells the averages. Who hands the averages back in
 * as `w` moves them instead of averaging on.
 *
 * @example
 * const optimizer = new optim.Averager({ optimizer: new optim.SGD({ lr: 1 }) })
 * const w = { a: 0 }
 * optimizer.step(w, { a: 2 }) // => { a: -2 }
 * optimizer.step(w, { a: 2 }) // => { a: -3 }
 * w // => { a: -4 }
 */
export class Averager extends Optimizer<AveragerOptions> {
  static override readonly id = 'optim.Averager'
  static override readonly rules: Rules<AveragerOptions> = {
    optimizer: { kind: 'object' },
    start: { kind: 'integer', default: 0, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['means', 'inner']

  /** By slot the averages. */
  private means: Float64Array = NO_FLOATS
  private readonly inner: Optimizer = ownCopy(this.who, this.options.optimizer)
  /** What `step` gave back last. */
  private averages: Vector | undefined

  override get learningRate(): number | undefined {
    return this.inner.learningRate
  }

  override get mostWeights(): number {
    return this.inner.mostWeights
  }

  override reserve(room: number): void {
    this.means = growFloats(this.means, room)
    this.inner.reserve(room)
  }

  override lookAheadRow(weights: Float64Array, indices: Int32Array, count: number): void {
    this.inner.lookAheadRow(weights, indices, count)
  }

  override lookBackRow(weights: Float64Array, indices: Int32Array, count: number): void {
    this.inner.lookBackRow(weights, indices, count)
  }

  moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    this.inner.moveRow(weights, gradients, indices, count)
    this.inner.nIterations += 1
  }

  override stepRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    super.stepRow(weights, gradients, indices, count)
    const steps = this.nIterations - this.options.start
    if (steps <= 0) return
    const { means } = this
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      means[i] += (weights[i] - means[i]) / steps
    }
  }

  override averageAt(slot: number): number | undefined {
    return this.nIterations > this.options.start ? this.means[slot] : undefined
  }

  override step<Weights extends Vector>(w: Weights, g: Vector): Weights {
    super.step(w, g)
    const steps = this.nIterations - this.options.start
    if (steps <= 0) return w
    const goesOn = w === this.averages
    if (!goesOn && w instanceof Map !== this.averages instanceof Map) this.averages = undefined
    this.averages ??= w instanceof Map ? new Map() : {}
    if (!goesOn) emptyVector(this.averages)
    for (const key of keysOf(w)) this.average(w, key, goesOn ? 0 : 1 / steps)
    return this.averages as Weights
  }

  private average(w: Vector, key: Key, share: number): void {
    const { means } = this
    const slot = this.slotOf(key)
    const weight = this.weightAt(slot)
    // River: averages that were handed in have been moved themselves.
    means[slot] = share === 0 ? weight : means[slot] + (weight - means[slot]) * share
    if (this.averages && this.averages !== w) setNumber(this.averages, key, means[slot])
  }
}

function ownCopy(who: string, optimizer: unknown): Optimizer {
  if (optimizer instanceof Optimizer) return optimizer.clone()
  throw new InvalidOptionError(who, 'optimizer', 'must be an optimizer of optim', optimizer)
}
