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
import type { Policy } from '../bandit/policy.js'
import {
  allTakeCategories,
  commonTextFeature,
  type EnsembleSummary,
  keepOwnNames,
  listed,
  someTakeNulls,
  summarise,
} from '../ensemble/models.js'
import { BANDIT, BanditModels, type BanditOptions } from './bandit-models.js'
import { ClassModels } from './class-models.js'

export interface BanditClassifierOptions extends BanditOptions {
  /** What is chosen from: classifiers, or pipelines that end with one. Copies of them learn. */
  readonly models: readonly ClassifierLike[]
}

/**
 * Several classifiers of which one learns each event: a bandit chooses which, by how well each has
 * predicted so far. The best one predicts.
 *
 * @example
 * const models = [1, 0.001].map((lr) => {
 *   return new linearModel.LogisticRegression({ optimizer: new optim.SGD({ lr }) })
 * })
 * const policy = new bandit.EpsilonGreedy({ epsilon: 0.2, burnIn: 20, seed: 42 })
 * const model = new BanditClassifier({ models, metric: new metrics.Accuracy(), policy })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: (i % 10) - 5 }, i % 10 > 4)
 * model.predictOne({ x: 3 }) // => true
 */
export class BanditClassifier extends Classifier<BanditClassifierOptions> {
  static override readonly id = 'modelSelection.BanditClassifier'
  static override readonly rules: Rules<BanditClassifierOptions> = {
    models: { kind: 'object' },
    ...BANDIT,
  }
  static override readonly state: readonly string[] = ['candidates', 'bandit']
  static readonly parts: readonly unknown[] = [BinaryLabels, ClassModels, BanditModels]

  override readonly labels: Labels
  private readonly candidates: ClassModels
  private readonly bandit: BanditModels

  constructor(given: Given<BanditClassifierOptions>) {
    super(listed(new.target, given))
    const { models, metric } = this.options
    this.candidates = new ClassModels(this.who, models, metric, this.schema)
    this.labels = this.candidates.labels
    this.bandit = new BanditModels(this.who, models.length, this.options)
  }

  override get held(): readonly EstimatorLike[] {
    return this.candidates.list
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
    this.candidates.checkTarget(y)
  }

  override commit(): void {
    keepOwnNames(this.schema, this.held)
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.candidates.learn(this.bandit, row, label, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.candidates.score(this.bandit.best, row, scores)
  }

  override predictRow(row: Row): number {
    return this.candidates.predict(this.bandit.best, row)
  }

  override probabilities(row: Row): Map<Label, number> {
    return this.bestModel.probabilities(row)
  }

  /** The model that predicts: the first until one has been judged. */
  get bestModel(): ClassifierLike {
    return this.candidates.list[this.bandit.best]
  }

  /** The bandit at work: its arms are the places of the models. */
  get policy(): Policy {
    return this.bandit.policy
  }

  /** The models, in the order of those given. */
  get models(): readonly ClassifierLike[] {
    return [...this.candidates.list]
  }

  /** How many there are. */
  get length(): number {
    return this.candidates.list.length
  }

  /** The model at a place, from the last one if it is below 0. */
  at(place: number): ClassifierLike | undefined {
    return this.candidates.list.at(place)
  }

  get summary(): EnsembleSummary & { readonly best: number } {
    return { ...summarise(this.held), best: this.bandit.best }
  }

  checkState(): void {
    this.candidates.check(this.who, this.labels)
    this.bandit.check(this.who)
  }
}
