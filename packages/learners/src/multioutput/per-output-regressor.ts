import {
  type EstimatorLike,
  type Given,
  MultiOutput,
  type OutputPart,
  type OutputValues,
  putOwn,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  underSchemaOf,
} from '@coelho/core'
import { OutputModels } from './output-models.js'

export interface PerOutputRegressorOptions {
  /** What tells one output: a regressor, or a pipeline that ends with one. */
  readonly model: RegressorLike
}

/**
 * A regressor of several outputs, each by a copy of a model of its own.
 *
 * @example
 * const model = new PerOutputRegressor({ model: new linearModel.LinearRegression() })
 * model.learnOne({ x: 1 }, { width: 2, height: 3 })
 * model.predictOne({ x: 0 }) // => { width: 0.04, height: 0.06 }
 */
export class PerOutputRegressor extends MultiOutput<PerOutputRegressorOptions, number> {
  static override readonly id = 'multioutput.PerOutputRegressor'
  static override readonly rules: Rules<PerOutputRegressorOptions> = { model: { kind: 'object' } }
  static override readonly state: readonly string[] = ['outputs']
  static readonly parts: readonly unknown[] = [OutputModels]

  private readonly outputs: OutputModels<RegressorLike>

  constructor(given: Given<PerOutputRegressorOptions>) {
    super(underSchemaOf(new.target, given, given?.model))
    requireKind(this.who, 'model', this.options.model, 'regressor')
    this.outputs = new OutputModels(this.options.model)
  }

  override get held(): readonly EstimatorLike[] {
    return this.outputs.all
  }

  get kind(): 'multi-target regressor' {
    return 'multi-target regressor'
  }

  protected override get part(): OutputPart {
    return this.outputs
  }

  learnOutputs(row: Row, y: OutputValues<number>, weight: number): void {
    const { outputs } = this
    for (const name in y) {
      if (Object.hasOwn(y, name)) outputs.toLearn(outputs.add(name)).learnRow(row, y[name], weight)
    }
  }

  answerRow(row: Row, options?: object): OutputValues<number> {
    const { names, list } = this.outputs
    const answers: Record<string, number> = {}
    for (let i = 0; i < list.length; i++) {
      putOwn(answers, names[i], list[i].answerRow(row, options) as number)
    }
    return answers
  }

  /** The model of each output. */
  get models(): Map<string, RegressorLike> {
    return this.outputs.byName
  }

  checkState(): void {
    this.outputs.check(this.who, this.schema)
  }
}
