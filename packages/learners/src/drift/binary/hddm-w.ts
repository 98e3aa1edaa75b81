import { BinaryDriftDetector, math, type Rules, SnapshotError } from '@coelho/core'
import { FadedMean } from './faded-mean.js'
import { isTrue } from './is-true.js'

export interface HDDMWOptions {
  /** How likely a change is reported where there is none. */
  readonly driftConfidence: number
  /** The same for a warning. */
  readonly warningConfidence: number
  /** How much the newest value counts in the means; what came before counts the rest. */
  readonly lambdaVal: number
  /** Whether a falling error is a change too. */
  readonly twoSidedTest: boolean
}

/**
 * Reports a change when the error since it was at its lowest lies above the one before by more than
 * McDiarmid's bound allows; of both, older values count less (HDDM with weights). At the update
 * after a change it begins anew.
 *
 * @example
 * const detector = new drift.binary.HDDMW()
 * let seen = 0
 * while (!detector.driftDetected) detector.update(seen++ % 10 === 0 || seen > 500)
 * seen // => 516
 */
export class HDDMW extends BinaryDriftDetector<HDDMWOptions> {
  static override readonly id = 'drift.binary.HDDMW'
  static override readonly rules: Rules<HDDMWOptions> = {
    driftConfidence: { kind: 'number', default: 0.001, above: 0, atMost: 1 },
    warningConfidence: { kind: 'number', default: 0.005, above: 0, atMost: 1 },
    lambdaVal: { kind: 'number', default: 0.05, atLeast: 0, atMost: 1 },
    twoSidedTest: { kind: 'boolean', default: false },
  }
  static override readonly state: readonly string[] = [
    'total',
    'low',
    'sinceLow',
    'high',
    'sinceHigh',
    'lowest',
    'highest',
    'drift',
    'warning',
  ]
  static readonly parts: readonly unknown[] = [FadedMean]

  private readonly total: FadedMean = new FadedMean()
  /** The total when it was at its lowest, and what came since. */
  private readonly low: FadedMean = new FadedMean()
  private readonly sinceLow: FadedMean = new FadedMean()
  /** The same at its highest, for a test of both sides. */
  private readonly high: FadedMean = new FadedMean()
  private readonly sinceHigh: FadedMean = new FadedMean()
  /** The lowest upper bound of the total, and the highest lower one. */
  private lowest = Infinity
  private highest = -Infinity
  /** 1 if the error rose, -1 if it fell. */
  private drift = 0
  private warning = false
  /** Logarithms of what the bounds are taken from; no state. */
  private readonly sure: number = math.log(1 / this.options.driftConfidence)
  private readonly likely: number = math.log(1 / this.options.warningConfidence)

  update(wrong: boolean | number): void {
    const x = Number(isTrue(this, wrong))
    if (this.drift !== 0) this.reset()
    const { total, low, sinceLow, high, sinceHigh, sure, likely } = this
    const { lambdaVal, twoSidedTest } = this.options
    total.update(x, lambdaVal)
    const bound = Math.sqrt((total.squares * sure) / 2)
    if (total.mean + bound < this.lowest) {
      this.lowest = total.mean + bound
      low.copy(total)
      sinceLow.clear()
    } else sinceLow.update(x, lambdaVal)
    this.drift = Number(isAbove(sinceLow, low, sure))
    this.warning = this.drift === 0 && isAbove(sinceLow, low, likely)
    if (!twoSidedTest) return
    if (total.mean - bound > this.highest) {
      this.highest = total.mean - bound
      high.copy(total)
      sinceHigh.clear()
    } else sinceHigh.update(x, lambdaVal)
    // River: a fall does not take back a warning of a rise.
    if (isAbove(high, sinceHigh, sure)) this.drift ||= -1
    else if (isAbove(high, sinceHigh, likely)) this.warning = true
  }

  private reset(): void {
    this.total.clear()
    this.low.clear()
    this.sinceLow.clear()
    this.high.clear()
    this.sinceHigh.clear()
    this.lowest = Infinity
    this.highest = -Infinity
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
    const known = !Number.isNaN(this.lowest) && !Number.isNaN(this.highest)
    if (!known || ![-1, 0, 1].includes(this.drift)) {
      throw new SnapshotError('HDDMW must know its bounds', this.lowest)
    }
  }
}

function isAbove(above: FadedMean, below: FadedMean, doubt: number): boolean {
  if (!above.begun || !below.begun) return false
  return above.mean - below.mean > Math.sqrt(((above.squares + below.squares) * doubt) / 2)
}
