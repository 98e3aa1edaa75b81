import { BinaryDriftDetector, type DriftDetector, type Label, SnapshotError } from '@coelho/core'
import { MOMENTS } from '../tree/leaf/moments.js'

/** What watches the errors of a member. */
export type Detector = DriftDetector | BinaryDriftDetector

/** What tells how good a member is. */
export interface Score {
  readonly requiresLabels?: boolean | undefined
  readonly biggerIsBetter?: boolean | undefined
  update(yTrue: Label, yPred: unknown): void
  get(): unknown
  clone(): Score
  tryOut?(yTrue: Label, yPred: unknown): void
}

/** What a member of an ensemble begins with. */
export interface MemberStart<Model> {
  readonly drift: Detector | null
  readonly warning: Detector | null
  readonly score: Score
  /** A model that has learned nothing; it draws no random numbers. */
  fresh(): Model
  /** What warns goes on when a model from the background takes over, and does not begin anew. */
  readonly warningGoesOn?: boolean
  /** Alarms count only where the mean of what is watched rose. */
  readonly onlyRising?: boolean
}

/**
 * A model of an ensemble with what watches over it. At a warning a second model begins to learn
 * in the background, and takes the place of the first at a drift: this is the one place where
 * models are replaced.
 */
export class Member<Model extends object> {
  static readonly id = 'ensemble.Member'
  static readonly state = [
    'model',
    'spare',
    'prepares',
    'drift',
    'warning',
    'score',
    'errors',
    'nDrifts',
    'nWarnings',
    'nSwaps',
  ] as const

  model: Model
  /** The model in the background while `prepares`, else one that waits to become it. */
  private spare: Model
  private prepares = false
  private drift: Detector | null
  private warning: Detector | null
  /** How good the model has been since it was last replaced. */
  score: Score
  /** The moments of its errors, where detectors are told them on one scale. */
  readonly errors: Float64Array = new Float64Array(MOMENTS)
  nDrifts = 0
  nWarnings = 0
  /** How many drifts found a model in the background. */
  nSwaps = 0
  readonly start: MemberStart<Model>

  constructor(start: MemberStart<Model>) {
    this.start = start
    this.model = start.fresh()
    this.spare = start.fresh()
    this.drift = start.drift?.clone() ?? null
    this.warning = start.warning?.clone() ?? null
    this.score = start.score.clone()
  }

  /** The model that learns in the background. */
  get background(): Model | undefined {
    return this.prepares ? this.spare : undefined
  }

  /** Tells both detectors how wrong the model was, and does what they ask for. */
  watch(error: number): void {
    if (this.warns(error)) this.prepare(this.start.fresh())
    if (this.drifts(error)) this.replace()
  }

  /** Tells the warning detector; true if it warns. */
  warns(error: number): boolean {
    return this.warning !== null && this.alarms(this.warning, error)
  }

  /** Tells the drift detector; true if it found a drift. */
  drifts(error: number): boolean {
    return this.drift !== null && this.alarms(this.drift, error)
  }

  private alarms(detector: Detector, error: number): boolean {
    if (detector instanceof BinaryDriftDetector) detector.update(error !== 0)
    else detector.update(error)
    if (!detector.driftDetected) return false
    return !this.start.onlyRising || (detector as Detector & Telling).change > 0
  }

  /** From now on this model learns in the background. */
  prepare(model: Model): void {
    this.spare = model
    this.prepares = true
    this.warning = this.start.warning?.clone() ?? null
    this.nWarnings++
  }

  /** The model in the background takes over, or else the given one. */
  replace(otherwise?: Model): void {
    const { start } = this
    if (this.prepares) {
      this.model = this.spare
      this.spare = start.fresh()
      this.prepares = false
      if (!start.warningGoesOn) this.warning = start.warning?.clone() ?? null
      this.nSwaps++
    } else this.model = otherwise ?? start.fresh()
    this.drift = start.drift?.clone() ?? null
    this.score = start.score.clone()
    this.nDrifts++
  }

  checkState(): void {
    const counts = [this.nDrifts, this.nWarnings, this.nSwaps]
    const isWhole = counts.every((n) => Number.isSafeInteger(n) && n >= 0)
    const whole = isWhole && this.errors.length === MOMENTS
    if (whole && this.nSwaps <= this.nDrifts && this.model !== this.spare) return
    throw new SnapshotError('a member must have counted its drifts and warnings', counts)
  }
}

/** A detector that tells which way the mean went at its alarm. */
interface Telling {
  readonly change: number
}
