import { SnapshotError } from '@coelho/core'
import type { drift } from '@coelho/learners'
import { isCount } from '../is-count.js'
import type { DriftNote } from './learning-event.js'

/** What detectors may tell besides. */
interface Telling {
  readonly warningDetected?: boolean
  /** Above 0 where it rose, below where it fell. */
  readonly change?: number
}

/** What it has seen so far. */
export interface Watched {
  readonly signal: DriftNote['signal']
  readonly feature: string | undefined
  readonly seen: number
  /** What its detector could not take. */
  readonly refused: number
  readonly warnings: number
  readonly drifts: number
}

/**
 * A drift detector at its post: it watches what the champion's predictions cost, or a feature.
 *
 * @example
 * const watch = Watch.over('feature', 'amount', new drift.ADWIN())
 * let seen = 0
 * while (watch.update(seen++ < 1000 ? 1 : 5) !== 'drift') {}
 * seen // => 1024
 * watch.change // => 'rose'
 */
export class Watch {
  static readonly id: string = 'runtime.Watch'
  static readonly state: readonly string[] = [
    'signal',
    'feature',
    'held',
    'seen',
    'refused',
    'warnings',
    'drifts',
    'isWarning',
  ]

  signal: DriftNote['signal'] = 'error'
  /** The feature's name; empty where it watches no feature. */
  feature = ''
  /** The detector, in a list: a snapshot takes any class there. */
  private held: readonly drift.Detector[] = []
  /** Numbers it has seen, and those that the detector could not take. */
  seen = 0
  refused = 0
  warnings = 0
  drifts = 0
  private isWarning = false

  static over(signal: Watch['signal'], feature: string, detector: drift.Detector): Watch {
    return Object.assign(new Watch(), { signal, feature, held: [detector] })
  }

  /** What the number shows. A warning is told once, where it begins. */
  update(x: number): 'drift' | 'warning' | undefined {
    const detector = this.held[0]!
    try {
      detector.update(x as never)
    } catch {
      this.refused++
      return undefined
    }
    this.seen++
    const hasDrifted = detector.driftDetected
    const wasWarning = this.isWarning
    this.isWarning = !hasDrifted && (detector as Telling).warningDetected === true
    if (hasDrifted) {
      this.drifts++
      return 'drift'
    }
    if (!this.isWarning || wasWarning) return undefined
    this.warnings++
    return 'warning'
  }

  /** Where to the number has gone, if the detector tells. */
  get change(): DriftNote['change'] {
    const { change } = this.held[0] as Telling
    if (change === undefined || change === 0) return undefined
    return change > 0 ? 'rose' : 'fell'
  }

  /** Begins anew: what it watches is another's. */
  restart(detector: drift.Detector): void {
    this.held = [detector]
    this.isWarning = false
  }

  get told(): Watched {
    const { signal, seen, refused, warnings, drifts } = this
    const feature = signal === 'feature' ? this.feature : undefined
    return { signal, feature, seen, refused, warnings, drifts }
  }

  checkState(): void {
    const [detector, ...more] = this.held as [unknown]
    const isDetector =
      typeof Object(detector).update === 'function' && 'driftDetected' in Object(detector)
    const counts = [this.seen, this.refused, this.warnings, this.drifts]
    const isSignal = this.signal === 'feature' || (this.signal === 'error' && this.feature === '')
    if (isDetector && more.length === 0 && counts.every(isCount) && isSignal) return
    throw new SnapshotError(`${Watch.id} holds a drift detector and counts`)
  }
}
