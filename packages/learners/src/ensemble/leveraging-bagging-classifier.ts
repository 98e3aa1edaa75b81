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
import { Committee } from './committee.js'
import { type ClassCopiesOptions, COPIES, copiesOf } from './copies.js'
import { drawCount, limitOf } from './draw.js'
import { type EnsembleSummary, keepOwnNames, summarise } from './models.js'
import { Watch } from './watch.js'

/** How often a copy learns an event. */
export type BaggingMethod = 'bag' | 'me' | 'half' | 'wt' | 'subag'

export interface LeveragingBaggingClassifierOptions extends ClassCopiesOptions {
  /** How often a copy learns an event on average, with `bag`; without effect otherwise. */
  readonly w: number
  /** How likely the detectors report a change where there is none. */
  readonly adwinDelta: number
  /**
   * How often a copy learns an event. `bag`: a count from a Poisson distribution of mean `w`. `me`:
   * once if it was wrong, else once with probability e / (1 - e), where e is its error. `half`:
   * once or not at all, by a coin. `wt`: one more than a count of mean 1. `subag`: once if a count
   * of mean 1 is above 0.
   */
  readonly baggingMethod: BaggingMethod
}

/**
 * Bagging with more diverse copies: each learns an event several times, by a draw. A detector
 * watches the error of each copy; when one reports that errors rise, the worst copy begins anew.
 *
 * The copies begin anew: what the given classifier has learned is not used. Draws, for each event,
 * copy by copy: with `bag`, `wt` and `subag` a number for each count and one more; with `half` one
 * bit; with `me` a number if the copy was right. River raises with `half` and `me`.
 *
 * @example
 * const classifier = new tree.HoeffdingTreeClassifier()
 * const model = new LeveragingBaggingClassifier({ model: classifier, nModels: 5, seed: 42 })
 * for (let i = 0; i < 200; i++) model.learnOne({ x: i % 10 }, i % 10 > 4 ? 'high' : 'low')
 * model.predictOne({ x: 8 }) // => 'high'
 * model.nDetectedChanges // => 0
 */
export class LeveragingBaggingClassifier extends Classifier<LeveragingBaggingClassifierOptions> {
  static override readonly id = 'ensemble.LeveragingBaggingClassifier'
  static override readonly rules: Rules<LeveragingBaggingClassifierOptions> = {
    ...COPIES,
    w: { kind: 'number', default: 6, above: 0 },
    adwinDelta: { kind: 'number', default: 0.002, above: 0, atMost: 1 },
    baggingMethod: {
      kind: 'string',
      default: 'bag',
      choices: ['bag', 'me', 'half', 'wt', 'subag'],
    },
  }
  static override readonly state: readonly string[] = ['committee', 'rng', 'watch', 'changes']
  static readonly parts: readonly unknown[] = [BinaryLabels, Committee, Watch, random.Random]

  override readonly labels: Labels
  private readonly committee: Committee
  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  private readonly watch: Watch = new Watch(this.options.nModels, this.options.adwinDelta)
  private readonly limit: number
  private changes = 0

  constructor(given: Given<LeveragingBaggingClassifierOptions>) {
    super(underSchemaOf(new.target, given, given?.model))
    this.committee = copiesOf(this.who, this.options, this.schema)
    this.labels = this.committee.labels
    this.limit = limitOf(this.options.baggingMethod === 'bag' ? this.options.w : 1)
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
    const { committee, watch } = this
    for (let place = 0; place < committee.list.length; place++) {
      committee.learn(place, row, label, weight, this.draw(place, row, label))
      const predicted = committee.predict(place, row)
      if (predicted >= 0) watch.update(place, predicted === label ? 0 : 1)
    }
    const worst = watch.takeWorst()
    if (worst < 0) return
    committee.renew(worst)
    this.changes += 1
  }

  /** How often the copy at a place learns the row. */
  private draw(place: number, row: Row, label: number): number {
    const { rng, limit } = this
    switch (this.options.baggingMethod) {
      case 'me':
        return this.drawByError(place, row, label)
      case 'half':
        return rng.randrange(2) === 0 ? 1 : 0
      case 'wt':
        return 1 + drawCount(limit, rng)
      case 'subag':
        return drawCount(limit, rng) > 0 ? 1 : 0
      default:
        return drawCount(limit, rng)
    }
  }

  private drawByError(place: number, row: Row, label: number): number {
    if (this.committee.predict(place, row) !== label) return 1
    const error = this.watch.detectors[place].estimation
    return error < 1 && this.rng.random() < error / (1 - error) ? 1 : 0
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

  /** How often errors have risen, and a copy has begun anew. */
  get nDetectedChanges(): number {
    return this.changes
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

  get summary(): EnsembleSummary & {
    readonly nDetectedChanges: number
    /** By place the share of errors since the last change. */
    readonly errors: readonly number[]
  } {
    const { nDetectedChanges, watch } = this
    return { ...summarise(this.held), nDetectedChanges, errors: watch.estimations }
  }

  checkState(): void {
    this.committee.check(this.who, this.labels)
    this.watch.check(this.who)
    if (Number.isSafeInteger(this.changes) && this.changes >= 0) return
    throw new SnapshotError('the changes must be a count', this.changes)
  }
}
