import { growFloats, NO_FLOATS, SnapshotError } from '@coelho/core'
import { addValue, MOMENTS, variance } from '../leaf/moments.js'
import { addGradHess, GRAD_HESS } from './grad-hess.js'
import type { GradientTrial } from './gradient-trial.js'

/** The values of a feature in bins of equal width, of which those are kept that have events. */
export class HashedBins {
  static readonly id = 'tree.HashedBins'
  static readonly state = ['radius', 'values', 'bins', 'sums', 'count'] as const

  /** How wide a bin is. */
  radius = 1
  /** The moments of the values themselves. */
  private values: Float64Array = new Float64Array(MOMENTS)
  /** The numbers of the bins, ascending; the first `count` are valid. */
  private bins: Float64Array = NO_FLOATS
  private sums: Float64Array = NO_FLOATS
  count = 0

  update(x: number, gradient: number, hessian: number, weight: number): void {
    addValue(this.values, 0, x, weight)
    const bin = Math.floor(x / this.radius)
    const place = this.find(bin)
    if (place === this.count || this.bins[place] !== bin) this.insert(place, bin)
    addGradHess(this.sums, place * GRAD_HESS, gradient, hessian, weight)
  }

  /** The place of the first bin that is not below this one. */
  private find(bin: number): number {
    const { bins } = this
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (bins[middle] < bin) low = middle + 1
      else high = middle
    }
    return low
  }

  private insert(place: number, bin: number): void {
    this.bins = growFloats(this.bins, this.count + 1)
    this.sums = growFloats(this.sums, (this.count + 1) * GRAD_HESS)
    this.bins.copyWithin(place + 1, place, this.count)
    this.sums.copyWithin((place + 1) * GRAD_HESS, place * GRAD_HESS, this.count * GRAD_HESS)
    this.bins[place] = bin
    this.sums.fill(0, place * GRAD_HESS, (place + 1) * GRAD_HESS)
    this.count++
  }

  /** Tries the upper edge of each bin. */
  tryAll(trial: GradientTrial): void {
    const { bins, sums, count, radius } = this
    for (let k = 0; k < count; k++) {
      trial.tryThreshold(radius * (bins[k] + 1), sums, k * GRAD_HESS)
    }
  }

  get deviation(): number {
    return Math.sqrt(variance(this.values, 0))
  }

  checkState(): void {
    const { values, bins, sums, count } = this
    let valid = Number.isSafeInteger(count) && count >= 0 && count <= bins.length
    valid &&= values.length === MOMENTS && values[0] >= 0 && this.radius > 0
    valid &&= count * GRAD_HESS <= sums.length
    for (let k = 0; valid && k < count; k++) {
      valid = sums[k * GRAD_HESS] > 0 && (k === 0 || bins[k - 1] < bins[k])
    }
    if (!valid) throw new SnapshotError('the bins of a feature must be in order')
  }
}
