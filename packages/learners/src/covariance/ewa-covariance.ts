import type { Features, Rules } from '@coelho/core'
import { EwMoments } from './ew-moments.js'
import { SymmetricMatrix } from './symmetric-matrix.js'
import { FADING_RULE, type FadingOptions, keepWhole } from './whole-event.js'

/**
 * The covariance of each two features, in which an event counts less the older it is. All events
 * must have the same features; new ones may join.
 *
 * @example
 * const cov = new covariance.EwaCovariance({ fadingFactor: 0.1 })
 * for (let i = 0; i < 500; i++) cov.update({ x: i % 2 ? 1 : -1, y: i % 4 < 2 ? 2 : -2 })
 * cov.get('x', 'x')?.toFixed(1) // => '1.0'
 */
export class EwaCovariance extends SymmetricMatrix<FadingOptions> {
  static override readonly id = 'covariance.EwaCovariance'
  static override readonly rules: Rules<FadingOptions> = { fadingFactor: FADING_RULE }
  static override readonly state: readonly string[] = ['moments']
  static readonly parts: readonly unknown[] = [EwMoments]

  private readonly moments: EwMoments = new EwMoments()

  override update(x: Features): void {
    this.read(x)
    keepWhole(this.who, this.names, this.count)
    const { values, places, count } = this
    this.moments.update(values, places, count, this.options.fadingFactor)
  }

  protected override entry(i: number, j: number): number {
    return this.moments.covariance(i, j)
  }

  checkState(): void {
    this.moments.check(this.names.size)
  }
}
