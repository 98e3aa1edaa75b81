import { DriftDetector, type Rules, SnapshotError } from '@coelho/core'
import { checkValue } from './check-value.js'

export interface PageHinkleyOptions {
  /** How many values it needs before it reports a change. */
  readonly minInstances: number
  /** How far from the mean a value may lie without counting. */
  readonly delta: number
  /** How far deviations may add up. */
  readonly threshold: number
  /** What the sum of the deviations is multiplied by at each value: below 1 it forgets. */
  readonly alpha: number
  /** Which changes it reports: of the mean upwards, downwards, or both. */
  readonly mode: 'up' | 'down' | 'both'
}

/**
 * Adds up how far values lie from their mean, and reports a change when the sum has gone too far
 * from its lowest or highest point (Page-Hinkley test). At the update after a change it begins
 * anew.
 *
 * @example
 * const detector = new drift.PageHinkley({ threshold: 10 })
 * let seen = 0
 * while (!detector.driftDetected) detector.update(seen++ < 1000 ? 0 : 1)
 * seen // => 1011
 */
export class PageHinkley extends DriftDetector<PageHinkleyOptions> {
  static override readonly id = 'drift.PageHinkley'
  static override readonly rules: Rules<PageHinkleyOptions> = {
    minInstances: { kind: 'integer', default: 30, atLeast: 0 },
    delta: { kind: 'number', default: 0.005 },
    threshold: { kind: 'number', default: 50 },
    alpha: { kind: 'number', default: 0.9999 },
    mode: { kind: 'string', default: 'both', choices: ['up', 'down', 'both'] },
  }
  static override readonly state: readonly string[] = [
    'seen',
    'mean',
    'up',
    'down',
    'lowest',
    'highest',
    'drift',
  ]

  private seen = 0
  private mean = 0
  /** The deviations added up, each a little less than it was, and a little more. */
  private up = 0
  private down = 0
  private lowest = Infinity
  // River: the sum begins at 0 and its highest point at -1.
  private highest = -1
  private drift = 0

  update(x: number): void {
    checkValue(this, x)
    if (this.drift !== 0) this.reset()
    const { alpha, delta } = this.options
    this.seen += 1
    this.mean += (1 / this.seen) * (x - this.mean)
    const deviation = x - this.mean
    this.up = alpha * this.up + deviation - delta
    this.down = alpha * this.down + deviation + delta
    if (this.up < this.lowest) this.lowest = this.up
    if (this.down > this.highest) this.highest = this.down
    if (this.seen >= this.options.minInstances) this.test()
  }

  private test(): void {
    const { threshold, mode } = this.options
    const rise = this.up - this.lowest
    const fall = this.highest - this.down
    const rose = rise > threshold && mode !== 'down'
    const fell = fall > threshold && mode !== 'up'
    if (rose && !(fell && fall > rise)) this.drift = 1
    else if (fell) this.drift = -1
  }

  private reset(): void {
    this.seen = 0
    this.mean = 0
    this.up = 0
    this.down = 0
    this.lowest = Infinity
    this.highest = -1
    this.drift = 0
  }

  get driftDetected(): boolean {
    return this.drift !== 0
  }

  /** 1 if the last update showed that the mean rose, -1 if it fell; else 0. River does not tell. */
  get change(): number {
    return this.drift
  }

  checkState(): void {
    const { seen, drift } = this
    if (!Number.isSafeInteger(seen) || seen < 0 || ![-1, 0, 1].includes(drift)) {
      throw new SnapshotError('PageHinkley must have counted its values', seen)
    }
  }
}
