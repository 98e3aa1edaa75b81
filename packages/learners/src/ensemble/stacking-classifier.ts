import {
  BinaryLabels,
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Given,
  InvalidOptionError,
  type Label,
  type Labels,
  type Row,
  type Rules,
  requireKind,
} from '@coelho/core'
import { Committee, labelsOf } from './committee.js'
import {
  allTakeCategories,
  checkList,
  commonTextFeature,
  type EnsembleSummary,
  keepOwnNames,
  listed,
  someTakeNulls,
  summarise,
} from './models.js'
import { Stack } from './stack.js'

export interface StackingClassifierOptions {
  /** What predicts first: classifiers, or pipelines of them; they must not have learned yet. */
  readonly models: readonly ClassifierLike[]
  /** What decides, by what the models say. */
  readonly metaClassifier: ClassifierLike
  /** It also sees the features of the event. */
  readonly includeFeatures: boolean
}

/**
 * A classifier on top of others: it learns from what they say of an event before they learn it.
 * Copies of the given ones learn: see `models` and `metaClassifier`.
 *
 * What model 0 says of the label `spam` is a feature named `oof_0_spam`; a feature of the event
 * that has such a name takes its place.
 *
 * @example
 * const models = [new naiveBayes.GaussianNB(), new tree.HoeffdingTreeClassifier()]
 * const metaClassifier = new linearModel.LogisticRegression()
 * const model = new StackingClassifier({ models, metaClassifier })
 * for (let i = 0; i < 200; i++) model.learnOne({ x: i % 10 - 5 }, i % 10 > 4)
 * model.predictOne({ x: 3 }) // => true
 */
export class StackingClassifier extends Classifier<StackingClassifierOptions> {
  static override readonly id = 'ensemble.StackingClassifier'
  static override readonly rules: Rules<StackingClassifierOptions> = {
    models: { kind: 'object' },
    metaClassifier: { kind: 'object' },
    includeFeatures: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = ['committee', 'top']
  static readonly parts: readonly unknown[] = [BinaryLabels, Committee]

  override readonly labels: Labels
  private readonly committee: Committee
  /** The classifier on top, which reads rows under a schema of its own. */
  private readonly top: Committee
  private readonly stack: Stack

  constructor(given: Given<StackingClassifierOptions>) {
    super(listed(new.target, given))
    const { models, metaClassifier, includeFeatures } = this.options
    checkList(this.who, models, 'classifier')
    requireKind(this.who, 'metaClassifier', metaClassifier, 'classifier')
    const { schema } = metaClassifier
    if (schema === this.schema) {
      const expected = 'must have another schema than the models: it sees other features'
      throw new InvalidOptionError(this.who, 'metaClassifier', expected)
    }
    this.labels = labelsOf([...models, metaClassifier], this.schema)
    this.committee = new Committee(models, this.schema, this.labels)
    this.top = new Committee([metaClassifier], schema, this.labels)
    this.stack = new Stack(this.who, this.schema, metaClassifier, models.length, includeFeatures)
  }

  override get held(): readonly EstimatorLike[] {
    return this.committee.list
  }

  /** True if all models take strings: what one of them cannot take is refused. */
  override get takesCategories(): boolean {
    return allTakeCategories(this.readers)
  }

  override get takesNulls(): boolean {
    return someTakeNulls(this.readers)
  }

  override get textFeature(): string | undefined {
    return commonTextFeature(this.readers)
  }

  /** What sees the features of an event. */
  private get readers(): readonly EstimatorLike[] {
    const { committee, top, options } = this
    return options.includeFeatures ? [...committee.list, ...top.list] : committee.list
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.committee.checkTarget(y)
    this.top.checkTarget(y)
  }

  override get mayRefuse(): boolean {
    return true
  }

  override admitRow(row: Row): void {
    super.admitRow(row)
    this.stack.checkFeatures(row)
    const [top] = this.top.list
    const { size, options } = top.schema
    const isTight = size + this.length * (this.labels.size + 1) > options.maxFeatures
    if (top.mayRefuse || isTight) top.admitRow(this.stack.build(row, this.committee.list))
  }

  override commit(): void {
    keepOwnNames(this.schema, this.held)
    this.top.list[0].forget()
  }

  override forget(): void {
    super.forget()
    this.top.list[0].forget()
  }

  learnRow(row: Row, label: number, weight: number): void {
    const { committee, top } = this
    const said = this.stack.build(row, committee.list)
    for (let place = 0; place < committee.list.length; place++) {
      committee.learn(place, row, label, weight, 1)
    }
    top.learn(0, said, label, weight, 1)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.top.vote(this.stack.build(row, this.committee.list), scores)
  }

  override predictRow(row: Row): number {
    return this.top.predict(0, this.stack.build(row, this.committee.list))
  }

  override probabilities(row: Row): Map<Label, number> {
    const scores = this.scratch()
    return this.scoreRow(row, scores) ? this.top.toMap(scores) : new Map()
  }

  /** The models that learn, in the order of those given. */
  get models(): readonly ClassifierLike[] {
    return [...this.committee.list]
  }

  /** The classifier on top of them. */
  get metaClassifier(): ClassifierLike {
    return this.top.list[0]
  }

  /** How many models there are, without the one on top. */
  get length(): number {
    return this.committee.list.length
  }

  /** The model at a place, from the last one if it is below 0. */
  at(place: number): ClassifierLike | undefined {
    return this.committee.list.at(place)
  }

  get summary(): EnsembleSummary & { readonly metaClassifier: unknown } {
    const [metaClassifier] = summarise(this.top.list).models
    return { ...summarise(this.models), metaClassifier }
  }

  checkState(): void {
    this.committee.check(this.who, this.labels)
    this.top.check(this.who, this.labels)
  }
}
