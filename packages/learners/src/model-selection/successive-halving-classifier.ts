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
import {
  allTakeCategories,
  commonTextFeature,
  type EnsembleSummary,
  keepOwnNames,
  listed,
  someTakeNulls,
  summarise,
} from '../ensemble/models.js'
import { ClassModels } from './class-models.js'
import { HALVING, Halving, type HalvingOptions, type HalvingSummary } from './halving.js'

export interface SuccessiveHalvingClassifierOptions extends HalvingOptions {
  /** What is chosen from: classifiers, or pipelines that end with one. Copies of them learn. */
  readonly models: readonly ClassifierLike[]
}

/**
 * Several classifiers that all learn at first; after some events only the better half goes on, and
 * so on, until one is left. The best one predicts.
 *
 * River prints what it leaves out (`verbose`); here `summary` tells. With a budget that is too
 * small River stops leaving models out; here it goes on at the next event.
 *
 * @example
 * const models = [0.0001, 0.001, 0.1, 1].map((lr) => {
 *   return new linearModel.LogisticRegression({ optimizer: new optim.SGD({ lr }) })
 * })
 * const metric = new metrics.LogLoss()
 * const model = new SuccessiveHalvingClassifier({ models, metric, budget: 200 })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: (i % 10) - 5 }, i % 10 > 4)
 * model.summary.inTheRace // => [3]
 */
export class SuccessiveHalvingClassifier extends Classifier<SuccessiveHalvingClassifierOptions> {
  static override readonly id = 'modelSelection.SuccessiveHalvingClassifier'
  static override readonly rules: Rules<SuccessiveHalvingClassifierOptions> = {
    models: { kind: 'object' },
    ...HALVING,
  }
  static override readonly state: readonly string[] = ['candidates', 'halving']
  static readonly parts: readonly unknown[] = [BinaryLabels, ClassModels, Halving]

  override readonly labels: Labels
  private readonly candidates: ClassModels
  private readonly halving: Halving

  constructor(given: Given<SuccessiveHalvingClassifierOptions>) {
    super(listed(new.target, given))
    const { models, metric } = this.options
    this.candidates = new ClassModels(this.who, models, metric, this.schema)
    this.labels = this.candidates.labels
    this.halving = new Halving(models.length, this.options)
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
    this.candidates.learn(this.halving, row, label, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.candidates.score(this.halving.best, row, scores)
  }

  override predictRow(row: Row): number {
    return this.candidates.predict(this.halving.best, row)
  }

  override probabilities(row: Row): Map<Label, number> {
    return this.bestModel.probabilities(row)
  }

  /** The model that predicts: the first until another is better. */
  get bestModel(): ClassifierLike {
    return this.candidates.list[this.halving.best]
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

  get summary(): EnsembleSummary & HalvingSummary {
    return { ...summarise(this.held), ...this.halving.summary }
  }

  checkState(): void {
    this.candidates.check(this.who, this.labels)
    this.halving.check(this.who)
  }
}
