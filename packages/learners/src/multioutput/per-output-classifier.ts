import {
  type ClassifierLike,
  type EstimatorLike,
  type Features,
  type Given,
  type Label,
  MultiOutput,
  type OutputPart,
  type OutputValues,
  putOwn,
  type Row,
  type Rules,
  requireKind,
  underSchemaOf,
} from '@coelho/core'
import { OutputModels } from './output-models.js'

export interface PerOutputClassifierOptions {
  /** What tells one output: a classifier, or a pipeline that ends with one. */
  readonly classifier: ClassifierLike
}

/**
 * A classifier of several outputs, each by a copy of a classifier of its own.
 *
 * @example
 * const model = new PerOutputClassifier({ classifier: new naiveBayes.GaussianNB() })
 * for (let i = 0; i < 20; i++) model.learnOne({ x: i }, { big: i > 9, red: i < 5 })
 * model.predictOne({ x: 17 }) // => { big: true, red: false }
 */
export class PerOutputClassifier extends MultiOutput<PerOutputClassifierOptions> {
  static override readonly id = 'multioutput.PerOutputClassifier'
  static override readonly rules: Rules<PerOutputClassifierOptions> = {
    classifier: { kind: 'object' },
  }
  static override readonly state: readonly string[] = ['outputs']
  static readonly parts: readonly unknown[] = [OutputModels]

  private readonly outputs: OutputModels<ClassifierLike>

  constructor(given: Given<PerOutputClassifierOptions>) {
    super(underSchemaOf(new.target, given, given?.classifier))
    requireKind(this.who, 'classifier', this.options.classifier, 'classifier')
    this.outputs = new OutputModels(this.options.classifier)
  }

  override get held(): readonly EstimatorLike[] {
    return this.outputs.all
  }

  get kind(): 'multi-label classifier' {
    return 'multi-label classifier'
  }

  protected override get part(): OutputPart {
    return this.outputs
  }

  learnOutputs(row: Row, y: OutputValues, weight: number): void {
    const { outputs } = this
    for (const name in y) {
      if (!Object.hasOwn(y, name)) continue
      const model = outputs.toLearn(outputs.add(name))
      model.learnRow(row, model.labels.add(y[name]), weight)
    }
  }

  answerRow(row: Row, options?: object): OutputValues {
    const { names, list } = this.outputs
    const answers: Record<string, Label> = {}
    for (let i = 0; i < list.length; i++) {
      const label = list[i].answerRow(row, options)
      if (label !== undefined) putOwn(answers, names[i], label as Label)
    }
    return answers
  }

  probabilities(row: Row): OutputValues<Map<Label, number>> {
    const { names, list } = this.outputs
    const told: Record<string, Map<Label, number>> = {}
    for (let i = 0; i < list.length; i++) putOwn(told, names[i], list[i].probabilities(row))
    return told
  }

  /** The probability of each label, for each output; empty while nothing is known. */
  predictProbaOne(x: Features): OutputValues<Map<Label, number>> {
    return this.asked(x, (row) => this.probabilities(row))
  }

  /** The classifier of each output. */
  get classifiers(): Map<string, ClassifierLike> {
    return this.outputs.byName
  }

  checkState(): void {
    this.outputs.check(this.who, this.schema)
  }
}
