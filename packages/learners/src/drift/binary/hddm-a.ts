import { BinaryDriftDetector, math, type Rules, SnapshotError } from '@coelho/core'
import { isTrue } from './is-true.js'

export interface HDDMAOptions {
  /** How likely a change is reported where there is none. */
  readonly driftConfidence: number
  /** The same for a warning. */
  readonly warningConfidence: number
  /** Whether a falling error is a change too. */
  readonly twoSidedTest: boolean
}

/**
 * Reports a change when the share of wrong predictions lies above what it was at its lowest by more
 * than Hoeffding's bound allows (HDDM with averages). At the update after a change it begins anew.
 *
 * @example
 * const detector = new drift.binary.HDDMA()
 * let seen = 0
 * while (!detector.driftDetected) detector.update(seen++ % 10 === 0 || seen > 500)
 * seen // => 505
 */
export class HDDMA extends BinaryDriftDetector<HDDMAOptions> {
  static override readonly id = 'drift.binary.HDDMA'
  static override readonly rules: Rules<HDDMAOptions> = {
    driftConfidence: { kind: 'number', default: 0.001, above: 0, atMost: 1 },
    warningConfidence: { kind: 'number', default: 0.005, above: 0, atMost: 1 },
    twoSidedTest: { kind: 'boolean', default: false },
  }
  static override readonly state: readonly string[] = [
    'seen',
    'mean',
    'lowSeen',
    'lowMean',
    'highSeen',
    'highMean',
    'drift',
    'warning',
  ]

  private seen = 0
  private mean = 0
  /** How many were seen when the mean was at its lowest, all things considered, and that mean. */
  private lowSeen = 0
  private lowMean = 0
  /** The same at its highest. */
  private highSeen = 0
  private highMean = 0
  /** 1 if the error rose, -1 if it fell. */
  private drift = 0
  private warning = false
  /** Logarithms of what the bounds are taken from; no state. */
  private readonly own: number = math.log(1 / this.options.driftConfidence)
  private readonly sure: number = math.log(2 / this.options.driftConfidence)
  private readonly likely: number = math.log(2 / this.options.warningConfidence)

  update(wrong: boolean | number): void {
    const x = Number(isTrue(this, wrong))
    if (this.drift !== 0) this.reset()
    this.seen += 1
    this.mean += (1 / this.seen) * (x - this.mean)
    this.keepExtremes()
    const rise = this.lowSeen === this.seen ? -1 : this.mean - this.lowMean
    const risen = this.scale(this.lowSeen)
    this.drift = rise >= Math.sqrt(risen * this.sure) ? 1 : 0
    this.warning = this.drift === 0 && rise >= Math.sqrt(risen * this.likely)
    if (!this.options.twoSidedTest || this.highSeen === this.seen) return
    const fall = this.highMean - this.mean
    const fallen = this.scale(this.highSeen)
    // River: a fall does not take back a warning of a rise.
    if (fall >= Math.sqrt(fallen * this.sure)) this.drift ||= -1
    else if (fall >= Math.sqrt(fallen * this.likely)) this.warning = true
  }

  private keepExtremes(): void {
    const { seen, mean } = this
    const bound = this.bound(seen)
    if (this.lowSeen === 0 || this.lowMean + this.bound(this.lowSeen) >= mean + bound) {
      this.lowSeen = seen
      this.lowMean = mean
    }
    if (this.highSeen === 0 || this.highMean - this.bound(this.highSeen) <= mean - bound) {
      this.highSeen = seen
      this.highMean = mean
    }
  }

  private bound(seen: number): number {
    return Math.sqrt((1 / (2 * seen)) * this.own)
  }

  /** Half of how much less the mean of the first `before` numbers tells than that of all. */
  private scale(before: number): number {
    const { seen } = this
    return (((seen - before) / before) * (1 / seen)) / 2
  }

  private reset(): void {
    this.seen = 0
    this.mean = 0
    this.lowSeen = 0
    this.lowMean = 0
    this.highSeen = 0
    this.highMean = 0
    this.drift = 0
    this.warning = false
  }

  get driftDetected(): boolean {
    return this.drift !== 0
  }

  /** 1 if the last update showed that the error rose, -1 if it fell; else 0. */
  get change(): number {
    return this.drift
  }

  get warningDetected(): boolean {
    return this.warning
  }

  checkState(): void {
    const { seen, lowSeen, highSeen } = this
    const counts = [seen, lowSeen, highSeen].every((n) => Number.isSafeInteger(n) && n >= 0)
    const means = [this.mean, this.lowMean, this.highMean].every((mean) => mean >= 0 && mean <= 1)
    const told = [-1, 0, 1].includes(this.drift)
    const begun = seen === 0 ? lowSeen === 0 && highSeen === 0 : lowSeen > 0 && highSeen > 0
    if (counts && means && told && begun && lowSeen <= seen && highSeen <= seen) return
    throw new SnapshotError('HDDMA must have counted the wrong predictions', seen)
  }
}
