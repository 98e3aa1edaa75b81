import { BinaryDriftDetector, type Rules, SnapshotError } from '@coelho/core'
import { isTrue } from './is-true.js'

export interface DDMOptions {
  /** It reports nothing before it has seen more predictions than this. */
  readonly warmStart: number
  /** By how many deviations the error must exceed its lowest for a warning. */
  readonly warningThreshold: number
  /** The same for a change. */
  readonly driftThreshold: number
}

/**
 * Reports a change when the share of wrong predictions has risen far above the lowest it ever was
 * (drift detection method). At the update after a change it begins anew.
 *
 * @example
 * const detector = new drift.binary.DDM()
 * let seen = 0
 * while (!detector.driftDetected) detector.update(seen++ % 10 === 0 || seen > 500)
 * seen // => 515
 */
export class DDM extends BinaryDriftDetector<DDMOptions> {
  static override readonly id = 'drift.binary.DDM'
  static override readonly rules: Rules<DDMOptions> = {
    warmStart: { kind: 'integer', default: 30, atLeast: 0 },
    warningThreshold: { kind: 'number', default: 2, atLeast: 0 },
    driftThreshold: { kind: 'number', default: 3, atLeast: 0 },
  }
  static override readonly state: readonly string[] = [
    'seen',
    'share',
    'leastShare',
    'leastDeviation',
    'drift',
    'warning',
  ]

  private seen = 0
  /** Of the predictions those that were wrong. */
  private share = 0
  /** Share and deviation when their sum was lowest; Infinity: never yet. */
  private leastShare = Infinity
  private leastDeviation = 0
  private drift = false
  private warning = false

  update(wrong: boolean | number): void {
    const x = Number(isTrue(this, wrong))
    if (this.drift) this.reset()
    this.seen += 1
    this.share += (1 / this.seen) * (x - this.share)
    const { seen, share } = this
    const { warmStart, warningThreshold, driftThreshold } = this.options
    if (seen <= warmStart) return
    const deviation = Math.sqrt((share * (1 - share)) / seen)
    const level = share + deviation
    if (level <= this.leastShare + this.leastDeviation) {
      this.leastShare = share
      this.leastDeviation = deviation
    }
    this.drift = level > this.leastShare + driftThreshold * this.leastDeviation
    this.warning = !this.drift && level > this.leastShare + warningThreshold * this.leastDeviation
  }

  private reset(): void {
    this.seen = 0
    this.share = 0
    this.leastShare = Infinity
    this.leastDeviation = 0
    this.drift = false
    this.warning = false
  }

  get driftDetected(): boolean {
    return this.drift
  }

  /** 1 if the last update showed a change: errors have become more frequent; else 0. */
  get change(): number {
    return Number(this.drift)
  }

  get warningDetected(): boolean {
    return this.warning
  }

  checkState(): void {
    const { seen, share, leastShare, leastDeviation } = this
    const counted = Number.isSafeInteger(seen) && seen >= 0 && share >= 0 && share <= 1
    if (counted && leastShare >= 0 && leastDeviation >= 0) return
    throw new SnapshotError('DDM must know the share of wrong predictions', share)
  }
}
