import {
  type EstimatorLike,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  SnapshotError,
  stats,
  underSchemaOf,
} from '@coelho/core'

export interface TargetStandardScalerOptions {
  /** What learns the scaled target: a regressor, or a pipeline that ends with one. */
  readonly regressor: RegressorLike
}

/**
 * A regressor that learns the target scaled to mean 0 and variance 1, by the targets so far, and
 * tells its predictions on the scale of the target.
 *
 * @example
 * const model = new TargetStandardScaler({ regressor: new linearModel.LinearRegression() })
 * for (const y of [10, 20, 30]) model.learnOne({}, y)
 * model.predictOne({}) > 15 // => true
 */
export class TargetStandardScaler extends Regressor<TargetStandardScalerOptions> {
  static override readonly id = 'preprocessing.TargetStandardScaler'
  static override readonly rules: Rules<TargetStandardScalerOptions> = {
    regressor: { kind: 'object' },
  }
  static override readonly state = ['variance'] as const
  static readonly parts: readonly unknown[] = [stats.Var]

  /** Of the targets so far. */
  private readonly variance: stats.Var = new stats.Var()
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<TargetStandardScalerOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    requireKind(this.who, 'regressor', this.options.regressor, 'regressor')
    this.models = [this.options.regressor]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.meet(y, weight)
    const { variance } = this
    const spread = Math.sqrt(variance.get())
    const scaled = spread === 0 ? 0 : (y - variance.mean.get()) / spread
    this.options.regressor.learnRow(row, scaled, weight)
  }

  private meet(y: number, w: number): void {
    if (w === 1) this.variance.update(y)
    else this.variance.update(y, { w })
  }

  predictRow(row: Row): number {
    const { variance } = this
    const scaled = this.options.regressor.predictRow(row)
    return scaled * Math.sqrt(variance.get()) + variance.mean.get()
  }

  checkState(): void {
    if (this.variance.options.ddof === 1 && this.variance.get() >= 0) return
    throw new SnapshotError('the targets of TargetStandardScaler must have a variance')
  }
}
