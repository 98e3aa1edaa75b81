import type { Features, Rules } from '@coelho/core'
import { EwMoments, meanOfDiagonal, towardsIdentity } from './ew-moments.js'
import { SymmetricMatrix } from './symmetric-matrix.js'
import { FADING_RULE, type FadingOptions, keepWhole } from './whole-event.js'

export interface ShrunkCovarianceOptions extends FadingOptions {
  /** The share of the simpler matrix, from 0 to 1. */
  readonly delta: number
  /** The simpler matrix. */
  readonly target: 'constant_correlation' | 'identity'
}

/** A smaller variance counts as this. */
const LEAST = 1e-12

/**
 * A faded covariance, drawn by a fixed share towards a simpler one: a multiple of the identity, or
 * the same variances with the same correlation everywhere.
 *
 * @example
 * const cov = new covariance.ShrunkCovariance({ fadingFactor: 0.1 })
 * for (let i = 0; i < 500; i++) cov.update({ x: i % 2 ? 1 : -1, y: i % 4 < 2 ? 2 : -2 })
 * cov.get('x', 'y')?.toFixed(1) // => '-0.0'
 */
export class ShrunkCovariance extends SymmetricMatrix<ShrunkCovarianceOptions> {
  static override readonly id = 'covariance.ShrunkCovariance'
  static override readonly rules: Rules<ShrunkCovarianceOptions> = {
    fadingFactor: FADING_RULE,
    delta: { kind: 'number', default: 0.1, atLeast: 0, atMost: 1 },
    target: {
      kind: 'string',
      default: 'constant_correlation',
      choices: ['constant_correlation', 'identity'],
    },
  }
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
    const { delta, target } = this.options
    if (target === 'identity') towardsIdentity(matrix, size, delta, meanOfDiagonal(matrix, size))
    else towardsOneCorrelation(matrix, size, delta)
    return matrix
  }

  checkState(): void {
    this.moments.check(this.names.size)
  }
}

function towardsOneCorrelation(matrix: Float64Array, size: number, share: number): void {
  const deviations = Float64Array.from({ length: size }, (_, i) =>
    Math.sqrt(Math.max(matrix[i * size + i], LEAST)),
  )
  let sum = 0
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i !== j) sum += matrix[i * size + j] / (deviations[i] * deviations[j])
    }
  }
  const correlation = size > 1 ? sum / (size * (size - 1)) : 0
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i === j) continue
      const target = correlation * (deviations[i] * deviations[j])
      matrix[i * size + j] = (1 - share) * matrix[i * size + j] + share * target
    }
  }
}
