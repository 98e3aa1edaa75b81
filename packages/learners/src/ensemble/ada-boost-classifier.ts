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
import { Boost, type BoostSummary } from './boost.js'
import { Committee } from './committee.js'
import { type ClassCopiesOptions, COPIES, copiesOf } from './copies.js'
import { drawCount, limitOf } from './draw.js'
import { keepOwnNames, summarise } from './models.js'

export type AdaBoostClassifierOptions = ClassCopiesOptions

/**
 * Online boosting: copies of a classifier learn an event one after the other, the more often the
 * more of those before had it wrong. They vote by the logarithm of their odds of being right.
 *
 * The copies begin anew: what the given classifier has learned is not used. Draws, for each event:
 * for each copy one number for each time it learns, and one more.
 *
 * @example
 * const classifier = new naiveBayes.GaussianNB()
 * const model = new AdaBoostClassifier({ model: classifier, nModels: 3, seed: 42 })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 10 }, i % 10 > 4 ? 'high' : 'low')
 * model.predictOne({ x: 8 }) // => 'high'
 */
export class AdaBoostClassifier extends Classifier<AdaBoostClassifierOptions> {
  static override readonly id = 'ensemble.AdaBoostClassifier'
  static override readonly rules: Rules<AdaBoostClassifierOptions> = COPIES
  static override readonly state: readonly string[] = ['committee', 'rng', 'boost']
  static readonly parts: readonly unknown[] = [BinaryLabels, Committee, Boost, random.Random]

  override readonly labels: Labels
  private readonly committee: Committee
  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  private readonly boost: Boost = new Boost(this.options.nModels)

  constructor(given: Given<AdaBoostClassifierOptions>) {
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
    const { committee, boost, rng } = this
    let rate = 1
    for (let place = 0; place < committee.list.length; place++) {
      committee.learn(place, row, label, weight, drawCount(limitOf(rate), rng))
      rate = boost.judge(place, committee.predict(place, row) === label, rate)
    }
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.committee.score(row, scores, this.boost.weigh())
  }

  override predictRow(row: Row): number {
    return this.committee.elect(row, this.scratch(), this.boost.weigh())
  }

  override probabilities(row: Row): Map<Label, number> {
    return this.committee.probabilities(row, this.scratch(), this.boost.weigh())
  }

  /** By place how much events counted that the copy had right once it had learned them. */
  get correctWeight(): number[] {
    return [...this.boost.correct]
  }

  /** By place how much those counted that it had wrong. */
  get wrongWeight(): number[] {
    return [...this.boost.wrong]
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

  get summary(): BoostSummary {
    return { ...summarise(this.held), votes: [...this.boost.weigh()] }
  }

  checkState(): void {
    this.committee.check(this.who, this.labels)
    this.boost.check(this.who)
  }
}
