import { type Features, type Rules, SnapshotError } from '@coelho/core'
import { EwMoments, meanOfDiagonal, towardsIdentity } from './ew-moments.js'
import { SymmetricMatrix } from './symmetric-matrix.js'
import { FADING_RULE, type FadingOptions, keepWhole } from './whole-event.js'

/** A smaller spread is none. */
const LEAST = 1e-12

/**
 * A faded covariance, drawn towards a multiple of the identity: the further the noisier events
 * are, by a running form of the estimate of Ledoit and Wolf.
 *
 * [A well-conditioned estimator for large-dimensional covariance
 * matrices](https://doi.org/10.1016/S0047-259X(03)00096-4)
 *
 * @example
 * const cov = new covariance.LedoitWolfCovariance({ fadingFactor: 0.1 })
 * for (let i = 0; i < 500; i++) cov.update({ x: i % 2 ? 1 : -1, y: i % 4 < 2 ? 2 : -2 })
 * cov.get('x', 'y')! < 1e-9 // => true
 */
export class LedoitWolfCovariance extends SymmetricMatrix<FadingOptions> {
  static override readonly id = 'covariance.LedoitWolfCovariance'
  static override readonly rules: Rules<FadingOptions> = { fadingFactor: FADING_RULE }
  static override readonly state: readonly string[] = ['moments', 'noise']
  static readonly parts: readonly unknown[] = [EwMoments]

  private readonly moments: EwMoments = new EwMoments()
  /** How far the products of an event lie from the covariances, squared and faded. */
  private noise = 0
  /** What was computed since the last event; no state. */
  private shrunk: Float64Array | undefined

  override update(x: Features): void {
    this.read(x)
    keepWhole(this.who, this.names, this.count)
    const { values, places, count } = this
    this.moved(values, places, count)
    this.shrunk = undefined
    this.moments.update(values, places, count, this.options.fadingFactor)
  }

  protected override entry(i: number, j: number): number {
    this.shrunk ??= this.shrink()
    return this.shrunk[i * this.moments.size + j]
  }

  /** Before the moments are moved on. */
  private moved(values: Float64Array, places: Int32Array, count: number): void {
    const { moments } = this
    if (count === 0) return
    const isOld = (place: number) => place < moments.size
    let sum = 0
    for (let k = 0; k < count; k++) {
      const one = values[k] - (isOld(places[k]) ? moments.means[places[k]] : 0)
      for (let l = 0; l < count; l++) {
        const other = values[l] - (isOld(places[l]) ? moments.means[places[l]] : 0)
        const known = isOld(places[k]) && isOld(places[l])
        sum += (one * other - (known ? moments.covariance(places[k], places[l]) : 0)) ** 2
      }
    }
    const { fadingFactor } = this.options
    this.noise = (1 - fadingFactor) * this.noise + fadingFactor * (sum / count)
  }

  private shrink(): Float64Array {
    const { size } = this.moments
    const matrix = this.moments.covariances()
    const mean = meanOfDiagonal(matrix, size)
    let sum = 0
    for (let k = 0; k < matrix.length; k++) {
      sum += (matrix[k] - (k % (size + 1) === 0 ? mean : 0)) ** 2
    }
    const spread = sum / size
    if (spread <= LEAST || this.noise <= 0) return matrix
    const share = Math.min(this.noise * this.options.fadingFactor, spread) / spread
    towardsIdentity(matrix, size, share, mean)
    return matrix
  }

  checkState(): void {
    this.moments.check(this.names.size)
    if (this.noise >= 0) return
    throw new SnapshotError('LedoitWolfCovariance must know how noisy events are', this.noise)
  }
}
