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
import { copiesOf, WATCHED_COPIES, type WatchedCopiesOptions } from './copies.js'
import { drawCount, limitOf } from './draw.js'
import { keepOwnNames, summarise } from './models.js'
import { Watch } from './watch.js'

export type ADWINBoostingClassifierOptions = WatchedCopiesOptions

/**
 * Boosting whose copies are each watched by a detector (`drift.ADWIN`); after a change one begins
 * anew. River's is the best one: `riverCompatible: false` gives what was meant.
 *
 * River: each copy learns an event once on average; that those before had it wrong counts for the
 * weights of the votes only. The copies begin anew: what the given classifier has learned is not
 * used. Draws, for each event: for each copy one number for each time it learns, and one more.
 *
 * @example
 * const classifier = new naiveBayes.GaussianNB()
 * const model = new ADWINBoostingClassifier({ model: classifier, nModels: 3, seed: 42 })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 10 }, i % 10 > 4 ? 'high' : 'low')
 * model.predictOne({ x: 8 }) // => 'high'
 */
export class ADWINBoostingClassifier extends Classifier<ADWINBoostingClassifierOptions> {
  static override readonly id = 'ensemble.ADWINBoostingClassifier'
  static override readonly rules: Rules<ADWINBoostingClassifierOptions> = WATCHED_COPIES
  static override readonly state: readonly string[] = ['committee', 'rng', 'boost', 'watch']
  static readonly parts: readonly unknown[] = [BinaryLabels, Committee, Boost, Watch, random.Random]

  override readonly labels: Labels
  private readonly committee: Committee
  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  private readonly limit: number = limitOf(1)
  private readonly boost: Boost = new Boost(this.options.nModels)
  private readonly watch: Watch = new Watch(this.options.nModels)

  constructor(given: Given<ADWINBoostingClassifierOptions>) {
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
    const { committee, boost, watch, rng, limit } = this
    const { riverCompatible } = this.options
    let rate = 1
    for (let place = 0; place < committee.list.length; place++) {
      committee.learn(place, row, label, weight, drawCount(limit, rng))
      const isRight = committee.predict(place, row) === label
      rate = boost.judge(place, isRight, rate)
      watch.update(place, isRight === riverCompatible ? 1 : 0)
    }
    const worst = watch.takeWorst()
    if (worst < 0) return
    committee.renew(worst)
    boost.renew(worst)
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
    this.watch.check(this.who)
  }
}
