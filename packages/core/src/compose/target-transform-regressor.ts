import type { Given } from '../base/estimator.js'
import type { EstimatorLike, RegressorLike } from '../base/estimator-like.js'
import { requireKind, underSchemaOf } from '../base/models.js'
import { Regressor } from '../base/regressor.js'
import type { Row } from '../data/row.js'
import { InvalidLabelError } from '../errors.js'
import type { Rules } from '../options/rules.js'

export interface TargetTransformRegressorOptions {
  /** What learns the transformed target: a regressor, or a pipeline that ends with one. */
  readonly regressor: RegressorLike
  /** Makes of a target what is learned. */
  readonly func: (y: number) => number
  /** Makes of a prediction what is told. */
  readonly inverseFunc: (y: number) => number
}

/**
 * A regressor that learns a function of the target, and tells the inverse of what it predicts.
 *
 * @example
 * const scaler = new preprocessing.StandardScaler()
 * const model = new compose.TargetTransformRegressor({
 *   regressor: new compose.Pipeline(scaler, new linearModel.LinearRegression()),
 *   func: Math.log,
 *   inverseFunc: Math.exp,
 * })
 * model.predictOne({ size: 80 }) // => 1
 */
export class TargetTransformRegressor extends Regressor<TargetTransformRegressorOptions> {
  static override readonly id = 'compose.TargetTransformRegressor'
  static override readonly rules: Rules<TargetTransformRegressorOptions> = {
    regressor: { kind: 'object' },
    func: { kind: 'function' },
    inverseFunc: { kind: 'function' },
  }

  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<TargetTransformRegressorOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    requireKind(this.who, 'regressor', this.options.regressor, 'regressor')
    this.models = [this.options.regressor]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    const { func, regressor } = this.options
    const learned = func(y as number)
    if (!Number.isFinite(learned)) {
      throw new InvalidLabelError(this.who, 'must become a finite number by func', y)
    }
    regressor.checkTarget(learned)
  }

  learnRow(row: Row, y: number, weight: number): void {
    const { regressor, func } = this.options
    regressor.learnRow(row, func(y), weight)
  }

  predictRow(row: Row): number {
    const { regressor, inverseFunc } = this.options
    return inverseFunc(regressor.predictRow(row))
  }
}
