import {
  type EstimatorLike,
  type Given,
  InvalidOptionError,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  underSchemaOf,
} from '@coelho/core'

export interface PredClipperOptions {
  /** What predicts. */
  readonly regressor: RegressorLike
  /** No prediction is below it; may be -Infinity. */
  readonly yMin: number
  /** No prediction is above it; may be Infinity. */
  readonly yMax: number
}

/**
 * Keeps the predictions of a regressor within bounds.
 *
 * @example
 * const regressor = new linearModel.LinearRegression()
 * const model = new preprocessing.PredClipper({ regressor, yMin: 2, yMax: 9 })
 * model.predictOne({ x: 1 }) // => 2
 */
export class PredClipper extends Regressor<PredClipperOptions> {
  static override readonly id = 'preprocessing.PredClipper'
  static override readonly rules: Rules<PredClipperOptions> = {
    regressor: { kind: 'object' },
    yMin: { kind: 'any' },
    yMax: { kind: 'any' },
  }

  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<PredClipperOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    const { regressor, yMin, yMax } = this.options
    requireKind('PredClipper', 'regressor', regressor, 'regressor')
    this.models = [regressor]
    for (const [name, bound] of [['yMin', yMin] as const, ['yMax', yMax] as const]) {
      if (typeof bound === 'number' && bound === bound) continue
      throw new InvalidOptionError('PredClipper', name, 'must be a number', bound)
    }
    if (yMin <= yMax) return
    throw new InvalidOptionError('PredClipper', 'yMin', `must be at most yMax (${yMax})`, yMin)
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.options.regressor.learnRow(row, y, weight)
  }

  predictRow(row: Row): number {
    const { regressor, yMin, yMax } = this.options
    const y = regressor.predictRow(row)
    return y < yMin ? yMin : y > yMax ? yMax : y
  }
}
