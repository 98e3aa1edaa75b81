import { DriftDetector, type Rules, SnapshotError } from '@coelho/core'
import { AdaptiveWindow } from './adaptive-window.js'
import { checkValue } from './check-value.js'

export interface ADWINOptions {
  /** How likely a change is reported where there is none. */
  readonly delta: number
  /** It looks for a change once in so many updates. */
  readonly clock: number
  /** How many buckets of one size are kept: more is more exact, and slower. */
  readonly maxBuckets: number
  /** Both parts of the window must be at least so long. */
  readonly minWindowLength: number
  /** It looks for no change before it has seen more than this. */
  readonly gracePeriod: number
}

/**
 * Keeps a window of numbers that grows while their mean stays and shrinks when it changes
 * (adaptive windowing). At the update after a change it begins anew.
 *
 * @example
 * const detector = new drift.ADWIN()
 * let seen = 0
 * while (!detector.driftDetected) detector.update(seen++ < 1000 ? 0 : 1)
 * seen // => 1024
 */
export class ADWIN extends DriftDetector<ADWINOptions> {
  static override readonly id = 'drift.ADWIN'
  static override readonly rules: Rules<ADWINOptions> = {
    delta: { kind: 'number', default: 0.002, above: 0, atMost: 1 },
    clock: { kind: 'integer', default: 32, atLeast: 1, atMost: 2_147_483_647 },
    maxBuckets: { kind: 'integer', default: 5, atLeast: 1, atMost: 65_536 },
    minWindowLength: { kind: 'integer', default: 5, atLeast: 0 },
    gracePeriod: { kind: 'number', default: 10, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['window', 'ticks', 'drift', 'rise']
  static readonly parts: readonly unknown[] = [AdaptiveWindow]

  private readonly window: AdaptiveWindow = new AdaptiveWindow(this.options.maxBuckets + 1)
  /** Updates since it last looked for a change. */
  private ticks = 0
  private drift = false
  private rise = 0

  update(x: number): void {
    checkValue(this, x)
    const { window } = this
    if (this.drift) this.reset()
    window.add(x)
    this.ticks += 1
    if (this.ticks < this.options.clock) return
    this.ticks = 0
    if (window.width > this.options.gracePeriod) this.look()
  }

  private look(): void {
    const { window } = this
    const { width, total } = window
    const { delta, minWindowLength } = this.options
    if (!window.shrink(delta, minWindowLength)) return
    this.drift = true
    this.rise = window.total / window.width - (total - window.total) / (width - window.width)
  }

  private reset(): void {
    this.window.clear()
    this.ticks = 0
    this.drift = false
    this.rise = 0
  }

  get driftDetected(): boolean {
    return this.drift
  }

  /**
   * If the last update showed a change: the mean of the numbers that stayed, less that of those
   * that were dropped; else 0. Above 0 the mean rose. Where numbers are errors, a fall is no
   * reason for alarm. River does not tell.
   */
  get change(): number {
    return this.rise
  }

  /** How many numbers the window holds. */
  get width(): number {
    return this.window.width
  }

  /** Their sum. */
  get total(): number {
    return this.window.total
  }

  /** River: the sum of their squared distances from their mean, not divided by their count. */
  get variance(): number {
    return this.window.spread
  }

  /** Their mean; 0 while there are none. */
  get estimation(): number {
    const { width, total } = this.window
    return width === 0 ? 0 : total / width
  }

  /** River: 1 at a change, and 0 again when it begins anew. */
  get nDetections(): number {
    return Number(this.driftDetected)
  }

  checkState(): void {
    const { window, ticks, rise } = this
    const { clock, maxBuckets } = this.options
    if (window.capacity !== maxBuckets + 1) {
      throw new SnapshotError('the window of ADWIN must have rows of its size', window.capacity)
    }
    if (!Number.isSafeInteger(ticks) || ticks < 0 || ticks >= clock || Number.isNaN(rise)) {
      throw new SnapshotError('the clock of ADWIN must go from 0 up to its option', ticks)
    }
  }
}
