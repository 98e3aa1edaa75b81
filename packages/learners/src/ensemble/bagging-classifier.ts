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
  random,
  seeded,
  underSchemaOf,
} from '@coelho/core'
import { Committee } from './committee.js'
import { type ClassCopiesOptions, COPIES, copiesOf } from './copies.js'
import { drawCount, limitOf } from './draw.js'
import { type EnsembleSummary, keepOwnNames, summarise } from './models.js'

export type BaggingClassifierOptions = ClassCopiesOptions

/**
 * Online bagging: each of several copies of a classifier learns an event as often as a draw from a
 * Poisson distribution says, once on average, so that they differ. Their probabilities are added.
 *
 * The copies begin anew: what the given classifier has learned is not used. Draws, for each event:
 * for each copy one number for each time it learns, and one more.
 *
 * @example
 * const model = new BaggingClassifier({ model: new naiveBayes.GaussianNB(), nModels: 5, seed: 42 })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 10 }, i % 10 > 4 ? 'high' : 'low')
 * model.predictOne({ x: 8 }) // => 'high'
 * model.length // => 5
 */
export class BaggingClassifier extends Classifier<BaggingClassifierOptions> {
  static override readonly id = 'ensemble.BaggingClassifier'
  static override readonly rules: Rules<BaggingClassifierOptions> = COPIES
  static override readonly state: readonly string[] = ['committee', 'rng']
  static readonly parts: readonly unknown[] = [BinaryLabels, Committee, random.Random]

  override readonly labels: Labels
  private readonly committee: Committee
  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  private readonly limit: number = limitOf(1)

  constructor(given: Given<BaggingClassifierOptions>) {
    super(underSchemaOf(new.target, given, given?.model))
    this.committee = copiesOf(this.who, this.options, this.schema)
    this.labels = this.committee.labels
  }

  override get held(): readonly EstimatorLike[] {
    return this.committee.list
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.committee.checkTarget(y)
  }

  override commit(): void {
    keepOwnNames(this.schema, this.held)
  }

  learnRow(row: Row, label: number, weight: number): void {
    const { committee, rng, limit } = this
    for (let place = 0; place < committee.list.length; place++) {
      committee.learn(place, row, label, weight, drawCount(limit, rng))
    }
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.committee.score(row, scores)
  }

  override predictRow(row: Row): number {
    return this.committee.elect(row, this.scratch())
  }

  override probabilities(row: Row): Map<Label, number> {
    return this.committee.probabilities(row, this.scratch())
  }

  /** The copies. */
  get models(): readonly ClassifierLike[] {
    return [...this.committee.list]
  }

  /** How many there are. */
  get length(): number {
    return this.committee.list.length
  }

  /** The copy at a place, from the last one if it is below 0. */
  at(place: number): ClassifierLike | undefined {
    return this.committee.list.at(place)
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  get summary(): EnsembleSummary {
    return summarise(this.held)
  }

  checkState(): void {
    this.committee.check(this.who, this.labels)
  }
}
