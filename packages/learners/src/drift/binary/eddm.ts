import { BinaryDriftDetector, InvalidOptionError, type Rules, SnapshotError } from '@coelho/core'
import { isTrue } from './is-true.js'

export interface EDDMOptions {
  /** It reports nothing before it has seen more wrong predictions than this. */
  readonly warmStart: number
  /** Below this share of the longest distance it warns. */
  readonly alpha: number
  /** Below this share of the longest distance it reports a change; at most `alpha`. */
  readonly beta: number
}

/**
 * Reports a change when wrong predictions come closer together than they once did (early drift
 * detection method): it finds slow changes sooner than DDM. At the update after a change it begins
 * anew.
 *
 * River: a warning stays until the next wrong prediction, also beside a change.
 *
 * @example
 * const detector = new drift.binary.EDDM()
 * const rng = new random.Random(42)
 * let seen = 0
 * while (!detector.driftDetected) detector.update(rng.random() < (seen++ < 1000 ? 0.1 : 0.5))
 * seen // => 1044
 */
export class EDDM extends BinaryDriftDetector<EDDMOptions> {
  static override readonly id = 'drift.binary.EDDM'
  static override readonly rules: Rules<EDDMOptions> = {
    warmStart: { kind: 'integer', default: 30, atLeast: 0 },
    alpha: { kind: 'number', default: 0.95 },
    beta: { kind: 'number', default: 0.9 },
  }
  static override readonly state: readonly string[] = [
    'seen',
    'lastError',
    'errors',
    'mean',
    'spread',
    'longest',
    'drift',
    'warning',
  ]

  private seen = 0
  /** Which update the last wrong prediction was. */
  private lastError = 0
  private errors = 0
  /** Mean of the distances between wrong predictions, and their squared distances from it. */
  private mean = 0
  private spread = 0
  /** The highest that the mean plus two deviations was. */
  private longest = -1
  private drift = false
  private warning = false

  constructor(given: Readonly<Partial<EDDMOptions>> = {}) {
    super(given)
    const { alpha, beta } = this.options
    if (alpha >= beta) return
    throw new InvalidOptionError(this.who, 'alpha', `must be at least beta (${beta})`, alpha)
  }

  update(wrong: boolean | number): void {
    const isWrong = isTrue(this, wrong)
    if (this.drift) this.reset()
    this.seen += 1
    if (!isWrong) return
    this.errors += 1
    const distance = this.seen - this.lastError
    const before = this.mean
    this.mean += (1 / this.errors) * (distance - before)
    this.spread += (distance - before) * (distance - this.mean)
    if (this.seen > this.options.warmStart) this.test()
    this.lastError = this.seen
  }

  private test(): void {
    const { warmStart, alpha, beta } = this.options
    const variance = this.errors > 1 ? this.spread / (this.errors - 1) : 0
    const reach = this.mean + 2 * Math.sqrt(variance)
    if (reach > this.longest) {
      this.longest = reach
      return
    }
    if (this.errors <= warmStart) return
    const level = reach / this.longest
    if (level < beta) this.drift = true
    else this.warning = level < alpha
  }

  private reset(): void {
    this.seen = 0
    this.lastError = 0
    this.errors = 0
    this.mean = 0
    this.spread = 0
    this.longest = -1
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
    const { seen, lastError, errors } = this
    const counts = [seen, lastError, errors].every((n) => Number.isSafeInteger(n) && n >= 0)
    if (counts && lastError <= seen && errors <= seen) return
    throw new SnapshotError('EDDM must have counted the wrong predictions', errors)
  }
}
