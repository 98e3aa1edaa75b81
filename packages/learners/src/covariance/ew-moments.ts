import { growFloats, NO_FLOATS, relayout, SnapshotError } from '@coelho/core'

/**
 * Means and means of products, in which an event counts less the older it is. All events have the
 * same features; one that is new starts at its first value.
 */
export class EwMoments {
  static readonly id = 'covariance.EwMoments'
  static readonly state = ['size', 'means', 'products'] as const

  /** How many features there are. */
  size = 0
  means: Float64Array = NO_FLOATS
  /** A row of `size` numbers for each feature. */
  products: Float64Array = NO_FLOATS

  /** `values[k]` is that of the feature `places[k]`, and there is one for each. */
  update(values: Float64Array, places: Int32Array, count: number, fading: number): void {
    const old = this.size
    if (count > old) this.grow(count)
    const { means, products } = this
    const stays = 1 - fading
    for (let k = 0; k < count; k++) {
      const i = places[k]
      means[i] = i < old ? stays * means[i] + fading * values[k] : values[k]
      for (let l = 0; l < count; l++) {
        const j = places[l]
        const product = values[k] * values[l]
        const at = i * count + j
        products[at] = i < old && j < old ? stays * products[at] + fading * product : product
      }
    }
  }

  private grow(count: number): void {
    this.means = growFloats(this.means, count)
    this.products = relayout(this.products, this.size, this.size, count, count)
    this.size = count
  }

  covariance(i: number, j: number): number {
    return this.products[i * this.size + j] - this.means[i] * this.means[j]
  }

  /** Writes all covariances. */
  covariances(): Float64Array {
    const { size } = this
    const all = new Float64Array(size * size)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) all[i * size + j] = this.covariance(i, j)
    }
    return all
  }

  /** Throws unless there are moments of so many features. */
  check(features: number): void {
    const { size, means, products } = this
    if (size === features && means.length >= size && products.length === size * size) return
    throw new SnapshotError('a faded covariance must have moments of each feature', size)
  }
}

/** The mean of a diagonal. */
export function meanOfDiagonal(matrix: Float64Array, size: number): number {
  let sum = 0
  for (let i = 0; i < size; i++) sum += matrix[i * size + i]
  return sum / size
}

/** Moves a matrix by a share of the way towards a multiple of the identity. */
export function towardsIdentity(
  matrix: Float64Array,
  size: number,
  share: number,
  diagonal: number,
): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const own = (1 - share) * matrix[i * size + j]
      matrix[i * size + j] = own + (i === j ? share * diagonal : 0)
    }
  }
}
