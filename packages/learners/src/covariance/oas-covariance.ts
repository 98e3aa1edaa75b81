import type { Features, Rules } from '@coelho/core'
import { EwMoments, meanOfDiagonal, towardsIdentity } from './ew-moments.js'
import { SymmetricMatrix } from './symmetric-matrix.js'
import { FADING_RULE, type FadingOptions, keepWhole } from './whole-event.js'

/**
 * A faded covariance, drawn towards a multiple of the identity by the oracle approximating
 * shrinkage, for as many events as the fading lets count.
 *
 * [Shrinkage algorithms for MMSE covariance estimation](https://arxiv.org/abs/0907.4698)
 *
 * @example
 * const cov = new covariance.OASCovariance({ fadingFactor: 0.1 })
 * for (let i = 0; i < 500; i++) cov.update({ x: i % 2 ? 1 : -1, y: i % 4 < 2 ? 2 : -2 })
 * cov.get('x', 'x')! < cov.get('y', 'y')! // => true
 */
export class OASCovariance extends SymmetricMatrix<FadingOptions> {
  static override readonly id = 'covariance.OASCovariance'
  static override readonly rules: Rules<FadingOptions> = { fadingFactor: FADING_RULE }
  static override readonly state: readonly string[] = ['moments']
  static readonly parts: readonly unknown[] = [EwMoments]

  private readonly moments: EwMoments = new EwMoments()
  /** What was computed since the last event; no state. */
  private shrunk: Float64Array | undefined

  override update(x: Features): void {
    this.read(x)
    keepWhole(this.who, this.names, this.count)
    const { values, places, count } = this
    this.shrunk = undefined
    this.moments.update(values, places, count, this.options.fadingFactor)
  }

  protected override entry(i: number, j: number): number {
    this.shrunk ??= this.shrink()
    return this.shrunk[i * this.moments.size + j]
  }

  private shrink(): Float64Array {
    const { size } = this.moments
    const matrix = this.moments.covariances()
    const mean = meanOfDiagonal(matrix, size)
    const trace = mean * size
    let squares = 0 // the trace of the square: the matrix is symmetric
    for (let k = 0; k < matrix.length; k++) squares += matrix[k] * matrix[k]
    const events = Math.max(1 / this.options.fadingFactor, 2)
    const above = (1 - 2 / size) * squares + trace * trace
    const below = (events + 1 - 2 / size) * (squares - (trace * trace) / size)
    const share = below <= 0 ? 1 : Math.min(Math.max(above / below, 0), 1)
    towardsIdentity(matrix, size, share, mean)
    return matrix
  }

  checkState(): void {
    this.moments.check(this.names.size)
  }
}
