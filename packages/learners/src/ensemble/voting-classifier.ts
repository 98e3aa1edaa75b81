import {
  BinaryLabels,
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Given,
  type Label,
  type Labels,
  type Row,
  type Rules,
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

export interface VotingClassifierOptions {
  /** What votes: classifiers, or pipelines that end with one; they must not have learned yet. */
  readonly models: readonly ClassifierLike[]
  /** Their probabilities are added; if false each has one vote, for what it predicts. */
  readonly useProbabilities: boolean
}

/**
 * Several classifiers learn side by side and vote. Copies of the given ones learn: see `models`.
 *
 * River gives no probabilities; here they are the shares of the votes.
 *
 * @example
 * const models = [new naiveBayes.GaussianNB(), new tree.HoeffdingTreeClassifier()]
 * const model = new VotingClassifier({ models })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 10 }, i % 10 > 4 ? 'high' : 'low')
 * model.predictOne({ x: 8 }) // => 'high'
 */
export class VotingClassifier extends Classifier<VotingClassifierOptions> {
  static override readonly id = 'ensemble.VotingClassifier'
  static override readonly rules: Rules<VotingClassifierOptions> = {
    models: { kind: 'object' },
    useProbabilities: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = ['committee']
  static readonly parts: readonly unknown[] = [BinaryLabels, Committee]

  override readonly labels: Labels
  private readonly committee: Committee

  constructor(given: Given<VotingClassifierOptions>) {
    super(listed(new.target, given))
    const { models } = this.options
    checkList(this.who, models, 'classifier')
    this.labels = labelsOf(models, this.schema)
    this.committee = new Committee(models, this.schema, this.labels)
  }

  override get held(): readonly EstimatorLike[] {
    return this.committee.list
  }

  /** True if all models take strings: what one of them cannot take is refused. */
  override get takesCategories(): boolean {
    return allTakeCategories(this.held)
  }

  override get takesNulls(): boolean {
    return someTakeNulls(this.held)
  }

  override get textFeature(): string | undefined {
    return commonTextFeature(this.held)
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.committee.checkTarget(y)
  }

  override commit(): void {
    keepOwnNames(this.schema, this.held)
  }

  learnRow(row: Row, label: number, weight: number): void {
    const { committee } = this
    for (let place = 0; place < committee.list.length; place++) {
      committee.learn(place, row, label, weight, 1)
    }
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    const { committee } = this
    if (this.options.useProbabilities) return committee.score(row, scores)
    if (committee.voteByLabel(row, scores) < 0) return false
    committee.normalise(scores)
    return true
  }

  override predictRow(row: Row): number {
    const { committee } = this
    const scores = this.scratch()
    if (!this.options.useProbabilities) return committee.voteByLabel(row, scores)
    return committee.vote(row, scores) ? committee.winner(row, scores) : -1
  }

  override probabilities(row: Row): Map<Label, number> {
    const scores = this.scratch()
    return this.scoreRow(row, scores) ? this.committee.toMap(scores) : new Map()
  }

  /** The models that learn, in the order of those given. */
  get models(): readonly ClassifierLike[] {
    return [...this.committee.list]
  }

  /** How many there are. */
  get length(): number {
    return this.committee.list.length
  }

  /** The model at a place, from the last one if it is below 0. */
  at(place: number): ClassifierLike | undefined {
    return this.committee.list.at(place)
  }

  get summary(): EnsembleSummary {
    return summarise(this.models)
  }

  checkState(): void {
    this.committee.check(this.who, this.labels)
  }
}
