import type { Frame } from '../data/frame.js'
import { checkFrame } from '../data/frame-reader.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { InvalidInputError } from '../errors.js'
import { Estimator, type Given } from './estimator.js'
import type { AnomalyDetectorLike, EstimatorLike, Target } from './estimator-like.js'
import { requireKind, underSchemaOf } from './models.js'

/** A detector that needs the target to score an event. */
export interface SupervisedDetectorLike extends EstimatorLike {
  readonly kind: 'anomaly detector'
  scoreRowWith(row: Row, y: Target): number
}

export interface AnomalyFilterOptions {
  /** What scores the events. */
  readonly anomalyDetector: AnomalyDetectorLike | SupervisedDetectorLike
}

/**
 * What takes events for anomalies by the score of a detector, alone or as a step of a pipeline: it
 * implements `classify` and `learnRowWith`.
 */
export abstract class AnomalyFilter<
  Options extends AnomalyFilterOptions = AnomalyFilterOptions,
> extends Estimator<Options> {
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<Options>) {
    super(underSchemaOf(new.target, given, given?.anomalyDetector))
    requireKind(this.who, 'anomalyDetector', this.detector, 'anomaly detector')
    this.models = [this.detector]
  }

  /** True if an event of such a score is an anomaly. */
  abstract classify(score: number): boolean

  abstract learnRowWith(row: Row, y: Target, weight: number, options?: object): void

  get kind(): 'anomaly filter' {
    return 'anomaly filter'
  }

  private get detector(): AnomalyDetectorLike | SupervisedDetectorLike {
    return this.options.anomalyDetector
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override get supervised(): boolean {
    return this.detector.supervised
  }

  override checkTarget(y: unknown): void {
    this.detector.checkTarget(y)
  }

  /** How unusual a row is; one whose detector is supervised needs the target to tell. */
  scoreRowWith(row: Row, y: Target): number {
    const { detector } = this
    return 'scoreRow' in detector ? detector.scoreRow(row) : detector.scoreRowWith(row, y)
  }

  scoreRow(row: Row): number {
    return this.scoreRowWith(row, undefined as never)
  }

  /** The target only where the detector needs it. */
  learnOne(x: Features, ...target: readonly [y?: Target]): void {
    const y = this.targetOf(target)
    const row = this.door.peek(x)
    try {
      this.admitRow(row)
      this.learnRowWith(row, y, 1)
    } catch (error) {
      this.forget()
      throw error
    }
    this.commit()
  }

  /** The target only where the detector needs it. */
  scoreOne(x: Features, ...target: readonly [y?: Target]): number {
    const y = this.targetOf(target)
    const row = this.door.peek(x)
    try {
      return this.scoreRowWith(row, y)
    } finally {
      this.forget()
    }
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame, ...targets: readonly [y?: ArrayLike<Target>]): void {
    const y = this.targetsOf(frame, targets[0])
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) {
      this.learnRowWith(rows.read(i), y?.[i] as Target, 1)
      this.commit()
    }
  }

  scoreMany(frame: Frame, ...targets: readonly [y?: ArrayLike<Target>]): Float64Array {
    const y = this.targetsOf(frame, targets[0])
    const rows = this.rowsOf(frame)
    const score = (i: number) => this.scoreRowWith(rows.read(i), y?.[i] as Target)
    try {
      return Float64Array.from({ length: frame.length }, (_, i) => score(i))
    } finally {
      this.forget()
    }
  }

  private targetOf(target: readonly [y?: Target]): Target {
    if (this.supervised) this.checkTarget(target[0])
    return target[0] as Target
  }

  private targetsOf(frame: Frame, y: ArrayLike<Target> | undefined): ArrayLike<Target> | undefined {
    checkFrame(this.who, frame)
    if (!this.supervised) return undefined
    if (y?.length !== frame.length) {
      throw new InvalidInputError(this.who, `${frame.length} rows need as many targets`, y?.length)
    }
    for (let i = 0; i < y.length; i++) this.checkTarget(y[i])
    return y
  }
}
