import {
  type EstimatorLike,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  stats,
  underSchemaOf,
} from '@coelho/core'

export interface ChebyshevOverSamplerOptions {
  /** What is taught: a regressor, or a pipeline that ends with one. */
  readonly regressor: RegressorLike
}

/**
 * Teaches a regressor events with rare targets several times: at t deviations from the mean t
 * times, rounded up.
 *
 * River: an event whose target is the mean itself is not learned.
 *
 * @example
 * const regressor = new linearModel.LinearRegression()
 * const model = new imblearn.ChebyshevOverSampler({ regressor })
 * for (let i = 0; i < 1000; i++) model.learnOne({ x: i % 100 > 97 ? 1 : 0 }, i % 100 > 97 ? 9 : 1)
 * model.predictOne({ x: 1 }) > 8 // => true
 */
export class ChebyshevOverSampler extends Regressor<ChebyshevOverSamplerOptions> {
  static override readonly id = 'imblearn.ChebyshevOverSampler'
  static override readonly rules: Rules<ChebyshevOverSamplerOptions> = {
    regressor: { kind: 'object' },
  }
  static override readonly state: readonly string[] = ['targets']
  static readonly parts: readonly unknown[] = [stats.Var]

  private readonly targets: stats.Var = new stats.Var()
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<ChebyshevOverSamplerOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    requireKind(this.who, 'regressor', this.options.regressor, 'regressor')
    this.models = [this.options.regressor]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.options.regressor.checkTarget(y)
  }

  learnRow(row: Row, y: number, weight: number): void {
    const { regressor } = this.options
    for (let times = this.timesFor(y); times > 0; times--) regressor.learnRow(row, y, weight)
  }

  private timesFor(y: number): number {
    const { targets } = this
    targets.update(y)
    const deviation = Math.sqrt(targets.get())
    return deviation > 0 ? Math.ceil(Math.abs(y - targets.mean.get()) / deviation) : 1
  }

  predictRow(row: Row): number {
    return this.options.regressor.predictRow(row)
  }

  /** What is taught. */
  get regressor(): RegressorLike {
    return this.options.regressor
  }
}
