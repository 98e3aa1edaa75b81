import {
  type Features,
  growFloats,
  NO_FLOATS,
  type Rules,
  relayout,
  SnapshotError,
} from '@coelho/core'
import { SymmetricMatrix } from './symmetric-matrix.js'
import { type FadingOptions, keepWhole } from './whole-event.js'

/** With a smaller divisor the means are left in. */
const LEAST = 1e-12

/**
 * The inverse of a faded covariance matrix, moved on with each event instead of inverted anew. All
 * events must have the same features; new ones may join.
 *
 * @example
 * const precision = new covariance.EwaPrecision({ fadingFactor: 0.01 })
 * for (let i = 0; i < 4000; i++) precision.update({ x: i % 2 ? 1 : -1, y: i % 4 < 2 ? 2 : -2 })
 * precision.get('x', 'x')?.toFixed(1) // => '1.0'
 */
export class EwaPrecision extends SymmetricMatrix<FadingOptions> {
  static override readonly id = 'covariance.EwaPrecision'
  static override readonly rules: Rules<FadingOptions> = {
    fadingFactor: { kind: 'number', default: 0.5, above: 0, below: 1 },
  }
  static override readonly state: readonly string[] = ['size', 'means', 'inverse']

  private size = 0
  private means: Float64Array = NO_FLOATS
  /** Of the means of products; a row of `size` numbers for each feature. */
  private inverse: Float64Array = NO_FLOATS
  private turned: Float64Array = NO_FLOATS
  /** What was computed since the last event; no state. */
  private centred: Float64Array | undefined

  override update(x: Features): void {
    this.read(x)
    keepWhole(this.who, this.names, this.count)
    this.centred = undefined
    const { places, values, count } = this
    const { fadingFactor } = this.options
    const old = this.size
    if (count > old) this.grow(count)
    const { inverse, turned, means } = this
    for (let k = 0; k < inverse.length; k++) inverse[k] /= 1 - fadingFactor
    let along = 1
    for (let k = 0; k < count; k++) {
      const i = places[k]
      turned[i] = 0
      for (let l = 0; l < count; l++) turned[i] += inverse[i * count + places[l]] * values[l]
      along += fadingFactor * (values[k] * turned[i])
      means[i] = i < old ? (1 - fadingFactor) * means[i] + fadingFactor * values[k] : values[k]
    }
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        inverse[i * count + j] -= (fadingFactor * (turned[i] * turned[j])) / along
      }
    }
  }

  private grow(size: number): void {
    const { size: old } = this
    this.inverse = relayout(this.inverse, old, old, size, size)
    for (let i = old; i < size; i++) this.inverse[i * size + i] = 1
    this.means = growFloats(this.means, size)
    this.turned = growFloats(this.turned, size)
    this.size = size
  }

  protected override entry(i: number, j: number): number {
    this.centred ??= this.centre()
    return this.centred[i * this.size + j]
  }

  /** Takes the product of the means out of what is inverted. */
  private centre(): Float64Array {
    const { inverse, means, size } = this
    const turned = new Float64Array(size)
    let left = 1
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) turned[i] += inverse[i * size + j] * means[j]
      left -= means[i] * turned[i]
    }
    if (left <= LEAST) return inverse
    return inverse.map((entry, k) => {
      return entry + (turned[Math.floor(k / size)] * turned[k % size]) / left
    })
  }

  checkState(): void {
    const { size, means, inverse } = this
    if (size !== this.names.size || means.length < size || inverse.length !== size * size) {
      throw new SnapshotError('EwaPrecision must have a row for each feature', size)
    }
    this.turned = growFloats(this.turned, size)
  }
}
