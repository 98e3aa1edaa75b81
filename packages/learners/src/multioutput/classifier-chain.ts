import {
  type ClassifierLike,
  type Features,
  type Given,
  type Label,
  likeliest,
  MultiOutput,
  type OutputPart,
  type OutputValues,
  type Row,
  type Rules,
} from '@coelho/core'
import { chainOf, LabelChain } from './label-chain.js'

export interface ClassifierChainOptions {
  /** What tells one output: a classifier, or a pipeline that ends with one. */
  readonly model: ClassifierLike
  /** The outputs in the order of the chain; further ones, or all if null, in that of the events. */
  readonly order: readonly string[] | null
}

/**
 * A classifier of several outputs, each by a copy of a model that is also told the probabilities
 * of the outputs before it. An output that is not in `order` is learned from the second event on
 * that has it.
 *
 * What is told of an output is a feature of its name where the model tells two classes apart, else
 * one for each label, such as `shape_star`.
 *
 * @example
 * const model = new ClassifierChain({ model: new naiveBayes.GaussianNB(), order: ['big', 'red'] })
 * for (let i = 0; i < 20; i++) model.learnOne({ x: i }, { big: i > 9, red: i < 5 })
 * model.predictOne({ x: 17 }) // => { big: true, red: false }
 */
export class ClassifierChain extends MultiOutput<ClassifierChainOptions> {
  static override readonly id = 'multioutput.ClassifierChain'
  static override readonly rules: Rules<ClassifierChainOptions> = {
    model: { kind: 'object' },
    order: { kind: 'strings', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['chain']
  static readonly parts: readonly unknown[] = [LabelChain]

  private readonly chain: LabelChain

  constructor(given: Given<ClassifierChainOptions>) {
    super(given)
    this.chain = chainOf(this.who, this.schema, this.options.model, this.options.order)
  }

  get kind(): 'multi-label classifier' {
    return 'multi-label classifier'
  }

  protected override get part(): OutputPart {
    return this.chain
  }

  learnOutputs(row: Row, y: OutputValues, weight: number): void {
    this.chain.learn(row, y, weight)
  }

  probabilities(row: Row): OutputValues<Map<Label, number>> {
    return this.chain.probabilities(row)
  }

  /** The probability of each label, for each output; empty while nothing is known. */
  predictProbaOne(x: Features): OutputValues<Map<Label, number>> {
    return this.asked(x, (row) => this.probabilities(row))
  }

  /** The most likely label of each output of which something is known. */
  answerRow(row: Row): OutputValues {
    return likeliest(this.probabilities(row))
  }

  /** The model of each output that was learned. */
  get models(): Map<string, ClassifierLike> {
    return this.chain.byName
  }

  checkState(): void {
    this.chain.check(this.who, this.options.model.schema, this.options.order ?? [])
  }
}
