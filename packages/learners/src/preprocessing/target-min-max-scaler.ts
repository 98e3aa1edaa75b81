import {
  type EstimatorLike,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  SnapshotError,
  underSchemaOf,
} from '@coelho/core'

export interface TargetMinMaxScalerOptions {
  /** What learns the scaled target: a regressor, or a pipeline that ends with one. */
  readonly regressor: RegressorLike
}

/**
 * A regressor that learns the target scaled to between 0 and 1, by the least and the greatest
 * target so far, and tells its predictions on the scale of the target.
 *
 * @example
 * const model = new TargetMinMaxScaler({ regressor: new linearModel.LinearRegression() })
 * for (const y of [10, 20, 30]) model.learnOne({}, y)
 * model.predictOne({}) > 10 // => true
 */
export class TargetMinMaxScaler extends Regressor<TargetMinMaxScalerOptions> {
  static override readonly id = 'preprocessing.TargetMinMaxScaler'
  static override readonly rules: Rules<TargetMinMaxScalerOptions> = {
    regressor: { kind: 'object' },
  }
  static override readonly state = ['least', 'greatest'] as const

  /** Of the targets so far. */
  private least = Infinity
  private greatest = -Infinity
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<TargetMinMaxScalerOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    requireKind(this.who, 'regressor', this.options.regressor, 'regressor')
    this.models = [this.options.regressor]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.least = Math.min(this.least, y)
    this.greatest = Math.max(this.greatest, y)
    const range = this.greatest - this.least
    const scaled = range === 0 ? 0 : (y - this.least) / range
    this.options.regressor.learnRow(row, scaled, weight)
  }

  /** What the regressor predicts, as it is, while no target has come. */
  predictRow(row: Row): number {
    const scaled = this.options.regressor.predictRow(row)
    if (this.least === Infinity) return scaled
    return scaled * (this.greatest - this.least) + this.least
  }

  checkState(): void {
    const { least, greatest } = this
    const none = least === Infinity && greatest === -Infinity
    if (none || (Number.isFinite(least) && Number.isFinite(greatest) && least <= greatest)) return
    throw new SnapshotError('the targets of TargetMinMaxScaler must have a least and a greatest')
  }
}
