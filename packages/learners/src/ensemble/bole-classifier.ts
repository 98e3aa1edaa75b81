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
  SnapshotError,
  seeded,
  underSchemaOf,
} from '@coelho/core'
import { Boost, type BoostSummary } from './boost.js'
import { Committee } from './committee.js'
import { type ClassCopiesOptions, COPIES, copiesOf } from './copies.js'
import { drawCount, limitOf } from './draw.js'
import { keepOwnNames, summarise } from './models.js'

export interface BOLEClassifierOptions extends ClassCopiesOptions {
  /** A copy whose share of errors is above this has no vote. */
  readonly errorBound: number
}

/**
 * Boosting that orders its copies by how often they are right: after a copy that had an event right
 * the best of the others learns it, after one that had it wrong the worst. Only copies within an
 * error bound vote; while there is none, all do.
 *
 * The copies begin anew: what the given classifier has learned is not used. Draws, for each event:
 * for each copy, in the order in which they learn, one number for each time and one more.
 *
 * @example
 * const model = new BOLEClassifier({ model: new naiveBayes.GaussianNB(), nModels: 3, seed: 42 })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 10 }, i % 10 > 4 ? 'high' : 'low')
 * model.predictOne({ x: 8 }) // => 'high'
 */
export class BOLEClassifier extends Classifier<BOLEClassifierOptions> {
  static override readonly id = 'ensemble.BOLEClassifier'
  static override readonly rules: Rules<BOLEClassifierOptions> = {
    ...COPIES,
    errorBound: { kind: 'number', default: 0.5, atLeast: 0, atMost: 1 },
  }
  static override readonly state: readonly string[] = [
    'committee',
    'rng',
    'boost',
    'ranking',
    'seen',
  ]
  static readonly parts: readonly unknown[] = [BinaryLabels, Committee, Boost, random.Random]

  override readonly labels: Labels
  private readonly committee: Committee
  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  private readonly boost: Boost = new Boost(this.options.nModels)
  /** The places from the best copy to the worst, as they last learned. */
  private readonly ranking: Int32Array = Int32Array.from(
    { length: this.options.nModels },
    (_, i) => i,
  )
  private readonly rates: Float64Array = new Float64Array(this.options.nModels)
  /** How many events it has learned. */
  private seen = 0

  constructor(given: Given<BOLEClassifierOptions>) {
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
    const { committee, boost, rng, ranking } = this
    this.seen += 1
    this.rank()
    let best = 0
    let worst = ranking.length - 1
    let rate = 1
    let isRight = false
    for (let k = 0; k < ranking.length; k++) {
      const place: number = isRight ? ranking[best++] : ranking[worst--]
      committee.learn(place, row, label, weight, drawCount(limitOf(rate), rng))
      isRight = committee.predict(place, row) === label
      rate = boost.judge(place, isRight, rate, this.seen)
    }
  }

  /** Sorts the places by how often their copies are right; equals stay as they were. */
  private rank(): void {
    const { ranking, rates, boost } = this
    for (let place = 0; place < rates.length; place++) rates[place] = boost.rightness(place)
    for (let k = 1; k < ranking.length; k++) {
      const place = ranking[k]
      let at = k
      for (; at > 0 && rates[ranking[at - 1]] < rates[place]; at--) ranking[at] = ranking[at - 1]
      ranking[at] = place
    }
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.committee.score(row, scores, this.votes)
  }

  override predictRow(row: Row): number {
    return this.committee.elect(row, this.scratch(), this.votes)
  }

  override probabilities(row: Row): Map<Label, number> {
    return this.committee.probabilities(row, this.scratch(), this.votes)
  }

  private get votes(): Float64Array {
    return this.boost.weighWithin(this.options.errorBound)
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
    return { ...summarise(this.held), votes: [...this.votes] }
  }

  checkState(): void {
    this.committee.check(this.who, this.labels)
    this.boost.check(this.who)
    const { ranking, seen, length } = this
    const isOrder =
      ranking.length === length &&
      new Set(ranking).size === length &&
      ranking.every((place) => place >= 0 && place < length)
    if (isOrder && Number.isSafeInteger(seen) && seen >= 0) return
    throw new SnapshotError('BOLEClassifier must have an order of its models')
  }
}
