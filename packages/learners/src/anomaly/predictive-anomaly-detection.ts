import {
  compose,
  type EstimatorLike,
  type Features,
  Forecaster,
  type Given,
  InvalidInputError,
  isEstimatorLike,
  ObjectWriter,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  SnapshotError,
  SupervisedAnomalyDetector,
  stats,
  type Target,
  underSchemaOf,
} from '@coelho/core'
import { LinearRegression } from '../linear-model/linear-regression.js'
import { MinMaxScaler } from '../preprocessing/min-max-scaler.js'

export interface PredictiveOptions {
  /** A regressor or a forecaster; null: linear regression on features scaled to [0, 1]. */
  readonly predictiveModel: RegressorLike | Forecaster | null
  /** How far a forecaster is asked to look; the first of what it says is compared. */
  readonly horizon: number
  /** An error is an anomaly if it is so many standard deviations above the mean error. */
  readonly nStd: number
  /** While it has learned fewer events, every score is 0 and no error counts. */
  readonly warmupPeriod: number
}

/** Larger errors count as this one: their squares could not be added up. */
const MOST_ERROR = 1e150

/**
 * Scores how far a target lies from what a model predicts: the squared error as a share of what
 * would be an anomaly, mean + nStd · deviation of the squared errors so far, and never above 1. It
 * is 0 while a forecaster has not learned enough to tell.
 *
 * Errors count when an event is learned. River counts them when it is scored, which gives the same
 * where each event is scored and then learned.
 *
 * @example
 * const detector = new anomaly.PredictiveAnomalyDetection({ warmupPeriod: 50 })
 * for (let i = 0; i < 200; i++) detector.learnOne({ x: i % 10 }, (i % 10) + (i % 3))
 * detector.scoreOne({ x: 3 }, 100) // => 1
 * detector.scoreOne({ x: 3 }, 4) < 0.5 // => true
 */
export class PredictiveAnomalyDetection extends SupervisedAnomalyDetector<PredictiveOptions> {
  static override readonly id = 'anomaly.PredictiveAnomalyDetection'
  static override readonly rules: Rules<PredictiveOptions> = {
    predictiveModel: { kind: 'object', default: null, nullable: true },
    horizon: { kind: 'integer', default: 1, atLeast: 1, atMost: 65_536 },
    nStd: { kind: 'number', default: 3, atLeast: 0 },
    warmupPeriod: { kind: 'integer', default: 0, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['model', 'errors', 'learned']
  static readonly parts: readonly unknown[] = [
    compose.Pipeline,
    MinMaxScaler,
    LinearRegression,
    stats.Var,
    stats.Mean,
  ]

  private readonly model: RegressorLike | Forecaster
  private readonly models: readonly EstimatorLike[]
  private readonly errors: stats.Var = new stats.Var()
  private learned = 0
  private writer: ObjectWriter | undefined

  constructor(given?: Given<PredictiveOptions>) {
    const model = given?.predictiveModel
    const held = isEstimatorLike(model) ? model : undefined
    super(held ? underSchemaOf(new.target, given ?? {}, held) : given)
    const { predictiveModel } = this.options
    if (!(predictiveModel === null || predictiveModel instanceof Forecaster)) {
      requireKind(this.who, 'predictiveModel', predictiveModel, 'regressor')
    }
    this.model = predictiveModel ?? standard().clone(this.schema)
    this.models = this.model instanceof Forecaster ? [] : [this.model]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  learnRow(row: Row, y: number, weight: number): void {
    const { model, learned } = this
    const isCounted = learned >= this.options.warmupPeriod
    const error = isCounted ? this.errorIfAny(row, y) : undefined
    if (model instanceof Forecaster) model.learnOne(y, this.event(row))
    else model.learnRowWith(row, y, weight)
    if (error !== undefined) this.errors.update(error)
    this.learned = learned + 1
  }

  scoreRowWith(row: Row, y: Target): number {
    const { errors, options, learned } = this
    const error = learned < options.warmupPeriod ? undefined : this.errorIfAny(row, y as number)
    if (error === undefined) return 0
    const deviation = Math.sqrt(Math.max(0, errors.get()))
    const threshold = errors.mean.get() + options.nStd * deviation
    return error >= threshold ? 1 : error / threshold
  }

  /** The squared error. */
  private error(row: Row, y: number): number {
    const { model } = this
    const told =
      model instanceof Forecaster
        ? model.forecast(this.options.horizon)[0]
        : (model.predictRow(row) as number)
    const error = (told - y) ** 2
    return error < MOST_ERROR ? error : MOST_ERROR
  }

  /** The same, but undefined where a forecaster has not learned enough to tell. */
  private errorIfAny(row: Row, y: number): number | undefined {
    if (!(this.model instanceof Forecaster)) return this.error(row, y)
    try {
      return this.error(row, y)
    } catch (refusal) {
      if (refusal instanceof InvalidInputError) return undefined
      throw refusal
    }
  }

  private event(row: Row): Features | undefined {
    if (row.count === 0) return undefined
    this.writer ??= new ObjectWriter(this.schema, true)
    return this.writer.write(row)
  }

  checkState(): void {
    const { learned } = this
    if (Number.isSafeInteger(learned) && learned >= 0 && this.errors.n <= learned) return
    throw new SnapshotError('a detector must know how many events it has learned', learned)
  }
}

function standard(): RegressorLike {
  return new compose.Pipeline(new MinMaxScaler(), new LinearRegression()) as RegressorLike
}
