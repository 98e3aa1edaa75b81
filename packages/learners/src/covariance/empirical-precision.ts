import { type Features, growFloats, NO_FLOATS, relayout, SnapshotError } from '@coelho/core'
import { SymmetricMatrix } from './symmetric-matrix.js'

/**
 * The inverse of the covariance matrix, moved on with each event instead of inverted anew. It
 * starts from the identity, which it forgets as events come.
 *
 * @example
 * const precision = new covariance.EmpiricalPrecision()
 * for (let i = 0; i < 1000; i++) precision.update({ x: i % 2 ? 1 : -1, y: i % 4 < 2 ? 2 : -2 })
 * precision.get('x', 'x')?.toFixed(2) // => '1.00'
 * precision.get('y', 'y')?.toFixed(2) // => '0.25'
 */
export class EmpiricalPrecision extends SymmetricMatrix {
  static override readonly id = 'covariance.EmpiricalPrecision'
  static override readonly state: readonly string[] = ['inverse', 'means', 'weights', 'width']

  /** A row of `width` numbers for each feature. */
  private inverse: Float64Array = NO_FLOATS
  private width = 0
  private means: Float64Array = NO_FLOATS
  /** How often each feature came. */
  private weights: Float64Array = NO_FLOATS
  // Of the features of one event, in their order.
  private block: Float64Array = NO_FLOATS
  private moved: Float64Array = NO_FLOATS
  private left: Float64Array = NO_FLOATS
  private turned: Float64Array = NO_FLOATS
  private across: Float64Array = NO_FLOATS

  override update(x: Features): void {
    this.read(x)
    this.names.commit()
    this.reserve(this.names.size)
    this.cut()
    this.add()
    this.paste()
  }

  private reserve(size: number): void {
    this.block = growFloats(this.block, this.count * this.count)
    for (const name of ['moved', 'left', 'turned', 'across'] as const) {
      this[name] = growFloats(this[name], this.count)
    }
    if (size <= this.width) return
    const width = Math.max(8, 2 * this.width, size)
    this.inverse = relayout(this.inverse, this.width, this.width, width, width)
    for (let i = this.width; i < width; i++) this.inverse[i * width + i] = 1
    this.means = growFloats(this.means, width)
    this.weights = growFloats(this.weights, width)
    this.width = width
  }

  /** Copies what concerns the event, and moves the means on. */
  private cut(): void {
    const { places, values, count, inverse, width, means, weights, block, moved, left } = this
    for (let k = 0; k < count; k++) {
      for (let l = 0; l < count; l++) {
        const weight = Math.max(weights[places[l]], 1)
        block[k * count + l] = inverse[places[k] * width + places[l]] / weight
      }
    }
    for (let k = 0; k < count; k++) {
      const place = places[k]
      weights[place] += 1
      moved[k] = values[k] - means[place]
      means[place] += moved[k] / weights[place]
      left[k] = values[k] - means[place]
    }
  }

  /** Sherman and Morrison: what a product of two vectors adds to a matrix, told of its inverse. */
  private add(): void {
    const { count, block, moved, left, turned, across } = this
    let along = 1
    for (let k = 0; k < count; k++) {
      turned[k] = 0
      across[k] = 0
      for (let l = 0; l < count; l++) {
        turned[k] += block[k * count + l] * moved[l]
        across[k] += left[l] * block[l * count + k]
      }
      along += left[k] * turned[k]
    }
    for (let k = 0; k < count; k++) {
      const share = turned[k] / along
      for (let l = 0; l < count; l++) block[k * count + l] -= share * across[l]
    }
  }

  private paste(): void {
    const { places, count, inverse, width, weights, block } = this
    for (let k = 0; k < count; k++) {
      for (let l = 0; l < count; l++) {
        const one = weights[places[k]] * block[k * count + l]
        const other = weights[places[l]] * block[l * count + k]
        inverse[places[k] * width + places[l]] = 0.5 * (one + other)
      }
    }
  }

  protected override entry(i: number, j: number): number {
    return this.inverse[i * this.width + j]
  }

  checkState(): void {
    const { inverse, width, means, weights, names } = this
    const isWidth = Number.isSafeInteger(width) && width >= names.size
    const fits = isWidth && inverse.length === width * width
    const counts = weights.every((n) => Number.isSafeInteger(n) && n >= 0)
    if (fits && means.length >= width && weights.length >= width && counts) return
    throw new SnapshotError('EmpiricalPrecision must have a row for each feature', width)
  }
}
