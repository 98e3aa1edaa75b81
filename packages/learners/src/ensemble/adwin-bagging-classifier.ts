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
import { copiesOf, WATCHED_COPIES, type WatchedCopiesOptions } from './copies.js'
import { drawCount, limitOf } from './draw.js'
import { type EnsembleSummary, keepOwnNames, summarise } from './models.js'
import { Watch } from './watch.js'

export type ADWINBaggingClassifierOptions = WatchedCopiesOptions

/**
 * Bagging whose copies are each watched by a detector (`drift.ADWIN`); after a change one begins
 * anew. River's is the best one: `riverCompatible: false` gives what was meant.
 *
 * The copies begin anew: what the given classifier has learned is not used. Draws, for each event:
 * for each copy one number for each time it learns, and one more.
 *
 * @example
 * const classifier = new naiveBayes.GaussianNB()
 * const model = new ADWINBaggingClassifier({ model: classifier, nModels: 3, seed: 42 })
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 10 }, i % 10 > 4 ? 'high' : 'low')
 * model.predictOne({ x: 8 }) // => 'high'
 */
export class ADWINBaggingClassifier extends Classifier<ADWINBaggingClassifierOptions> {
  static override readonly id = 'ensemble.ADWINBaggingClassifier'
  static override readonly rules: Rules<ADWINBaggingClassifierOptions> = WATCHED_COPIES
  static override readonly state: readonly string[] = ['committee', 'rng', 'watch']
  static readonly parts: readonly unknown[] = [BinaryLabels, Committee, Watch, random.Random]

  override readonly labels: Labels
  private readonly committee: Committee
  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  private readonly limit: number = limitOf(1)
  private readonly watch: Watch = new Watch(this.options.nModels)

  constructor(given: Given<ADWINBaggingClassifierOptions>) {
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
    const { committee, watch, rng, limit } = this
    const { riverCompatible } = this.options
    for (let place = 0; place < committee.list.length; place++) {
      committee.learn(place, row, label, weight, drawCount(limit, rng))
      const isRight = committee.predict(place, row) === label
      watch.update(place, isRight === riverCompatible ? 1 : 0)
    }
    const worst = watch.takeWorst()
    if (worst >= 0) committee.renew(worst)
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
    this.watch.check(this.who)
  }
}
