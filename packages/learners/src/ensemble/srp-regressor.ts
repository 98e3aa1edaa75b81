import {
  type EstimatorLike,
  type Features,
  type Frame,
  type Given,
  type LearnManyOptions,
  metrics,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  random,
  requireKind,
  seeded,
  underSchemaOf,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { Jobs, type JobsView, passFrame } from '../forest/jobs/jobs.js'
import { ASK, LEARN, type RowJob, type Spreadable } from '../forest/jobs/spreadable.js'
import type { ForestExplanation } from '../tree/explain/explanation.js'
import { sharedImportances } from '../tree/explain/importances.js'
import { explainMean, explainMedian } from '../tree/explain/together.js'
import { HoeffdingTreeRegressor } from '../tree/hoeffding-tree-regressor.js'
import { explaining } from './explaining.js'
import { Member, type Score } from './member.js'
import { middle } from './middle.js'
import { type EnsembleSummary, summarise } from './models.js'
import { Patch } from './patch.js'
import { RandomPatches } from './random-patches.js'
import { checkNumberDetector, checkScore } from './scores.js'
import { teachNumber, weighByScores } from './srp-lessons.js'
import { detectorsOf, SRP, type SRPRegressorOptions } from './srp-options.js'
import { checkSubspaceSize } from './subspace-size.js'

export type { SRPRegressorOptions } from './srp-options.js'

/**
 * Streaming random patches for numbers: copies of a model of which each sees some features only,
 * drawn at random, and learns each event some random number of times. A copy of which what is
 * watched changes is replaced by one that has learned since the warning.
 *
 * River names `'error'` as the default of `driftDetectionCriteria`, but watches predictions
 * whatever it is told. Here they are the default, and errors are watched where that is asked.
 *
 * @example
 * const model = new SRPRegressor({ nModels: 3, seed: 1 })
 * for (let i = 0; i < 400; i++) {
 *   model.learnOne({ km: i % 20, hour: i % 24, age: i % 7 }, i % 20 < 10 ? 5 : 25)
 * }
 * model.predictOne({ km: 15, hour: 3, age: 4 }) > 15 // => true
 */
export class SRPRegressor extends Regressor<SRPRegressorOptions> implements Spreadable {
  static override readonly id = 'ensemble.SRPRegressor'
  static override readonly rules: Rules<SRPRegressorOptions> = {
    ...SRP,
    disableWeightedVote: { kind: 'boolean', default: true },
    driftDetectionCriteria: {
      kind: 'string',
      default: 'prediction',
      choices: ['error', 'prediction'],
    },
    aggregationMethod: { kind: 'string', default: 'mean', choices: ['mean', 'median'] },
  }
  static override readonly state: readonly string[] = ['patches']
  static readonly parts: readonly unknown[] = [
    RandomPatches,
    Member,
    Patch,
    random.Random,
    ADWIN,
    metrics.MAE,
    HoeffdingTreeRegressor,
  ]

  /** The models that are here: only `patches` makes sure that all are. */
  planted: RandomPatches<RegressorLike>
  private readonly spread: Jobs
  /** What a model predicts, and how good it is. */
  readonly saysPerTree = 2
  /** What is copied; it never learns. */
  private readonly model: RegressorLike
  private readonly score: Score
  private readonly predictions: Float64Array
  private readonly weights: Float64Array

  constructor(given: Given<SRPRegressorOptions> = {}) {
    super(underSchemaOf(new.target, given, given?.model ?? undefined))
    const { who, options, schema } = this
    const { driftDetector, warningDetector, nModels } = options
    this.model =
      options.model ?? new HoeffdingTreeRegressor({ gracePeriod: 50, delta: 0.01, schema })
    requireKind(who, 'model', this.model, 'regressor')
    checkSubspaceSize(who, options.subspaceSize)
    checkNumberDetector(who, 'driftDetector', driftDetector)
    checkNumberDetector(who, 'warningDetector', warningDetector)
    checkScore(who, options.metric)
    this.score = options.metric ?? (new metrics.MAE() as Score)
    this.planted = new RandomPatches(options, seeded(who, options.seed), {
      ...detectorsOf(options),
      score: this.score,
      fresh: () => new Patch(who, schema, this.model.clone()),
    })
    this.predictions = new Float64Array(nModels)
    this.weights = new Float64Array(nModels)
    this.spread = new Jobs(this, options)
  }

  /** All models; those that are with workers are called back. */
  private get patches(): RandomPatches<RegressorLike> {
    this.spread.recall()
    return this.planted
  }

  private set patches(patches: RandomPatches<RegressorLike>) {
    this.planted = patches
  }

  /** The threads its models are spread over. */
  get jobs(): JobsView {
    return this.spread
  }

  override get held(): readonly EstimatorLike[] {
    return this.planted.models(this.model)
  }

  override admitRow(row: Row): void {
    this.planted.admit(row)
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.planted.rng.seed
  }

  override learnMany(frame: Frame, y: ArrayLike<number>, options?: LearnManyOptions): void {
    passFrame(this.spread, frame, () => super.learnMany(frame, y, options))
  }

  override predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<number>,
    options?: LearnManyOptions,
  ): Float64Array {
    const pass = () => super.predictThenLearnMany(frame, y, options)
    return passFrame(this.spread, frame, pass, Number)
  }

  override predictMany(frame: Frame): Float64Array {
    return passFrame(this.spread, frame, () => super.predictMany(frame), Number)
  }

  learnRow(row: Row, y: number, weight: number): void {
    if (!this.spread.takes(row, LEARN, y, weight)) this.learn(row, y, weight)
  }

  private learn(row: Row, y: number, weight: number): void {
    const { patches } = this
    patches.begin(row)
    for (let i = 0; i < patches.members.length; i++) this.instruct(i, row, y, weight)
  }

  /** The model in this place learns an event. */
  private instruct(place: number, row: Row, y: number, weight: number): void {
    const { planted, options } = this
    const member = planted.members[place]
    const { model, background } = member
    const predicted = model.model.predictRow(model.see(row))
    if (Number.isFinite(predicted)) member.score.update(y, predicted)
    const times = planted.draw(place)
    if (times === 0) {
      model.model.forget() // it has only looked
      return
    }
    const seen = model.see(row)
    teachNumber(model.model, seen, y, weight, times)
    if (background) teachNumber(background.model, background.see(row), y, weight, times)
    const after = model.model.predictRow(seen)
    const watched = options.driftDetectionCriteria === 'error' ? Math.abs(after - y) : after
    if (planted.watched && Number.isFinite(watched)) planted.watch(member, watched, row)
  }

  predictRow(row: Row): number {
    if (this.spread.takes(row, ASK, NaN, 0)) return NaN
    const predicted = this.predict(row)
    this.planted.forget()
    return predicted
  }

  private predict(row: Row): number {
    const { members } = this.patches
    for (let i = 0; i < members.length; i++) {
      const { model } = members[i]
      this.predictions[i] = model.model.predictRow(model.see(row))
    }
    this.rate()
    return this.aggregate()
  }

  override predictThenLearnRow(row: Row, y: number, weight: number): number {
    if (this.spread.takes(row, ASK + LEARN, y, weight)) return NaN
    const predicted = this.predict(row)
    this.learn(row, y, weight)
    return predicted
  }

  passRow({ row, work, target, weight }: RowJob, said: Float64Array, at: number): void {
    const { members } = this.planted
    for (let i = 0; i < members.length; i++) {
      const { model, score } = members[i]
      if (work !== LEARN) {
        said[at + 2 * i] = model.model.predictRow(model.see(row))
        said[at + 2 * i + 1] = score.get() as number
      }
      if (work !== ASK) this.instruct(i, row, target, weight)
    }
    if (work === ASK) this.planted.forget()
  }

  conclude(said: Float64Array): number {
    for (let i = 0; i < this.weights.length; i++) {
      this.predictions[i] = said[2 * i]
      this.weights[i] = said[2 * i + 1]
    }
    return this.aggregate()
  }

  /** What is made of the predictions, and of how good the models are. */
  private aggregate(): number {
    const { predictions, weights } = this
    if (this.options.aggregationMethod === 'median') return middle(predictions)
    this.weigh()
    let sum = 0
    let weight = 0
    for (let i = 0; i < weights.length; i++) {
      sum += weights[i] * predictions[i]
      weight += weights[i]
    }
    return sum / weight
  }

  /** Writes to `weights` how good each model is. */
  private rate(): void {
    const { members } = this.planted
    for (let i = 0; i < members.length; i++) this.weights[i] = members[i].score.get() as number
  }

  private weigh(): void {
    const { weights, options, score } = this
    if (options.disableWeightedVote) weights.fill(1)
    else weighByScores(weights, score.biggerIsBetter !== false)
  }

  /**
   * How much each feature has helped its present models, which must be trees; each counts alike.
   * All together 1, the most important first; empty before any split.
   */
  featureImportances(): Map<string, number> {
    return sharedImportances(
      this.models.map((model) => explaining(this.who, model).featureImportances()),
    )
  }

  /**
   * Why a number is predicted: the mean of what its models say, which must be trees (see
   * `explainOne` of `HoeffdingTreeRegressor`), or what those in the middle say where the median
   * counts. `base` and all contributions add up to `prediction`, which is what `predictOne` says.
   */
  explainOne(x: Features): ForestExplanation {
    const row = this.door.peek(x)
    try {
      const trees = this.patches.members.map(({ model: patch }) =>
        explaining(this.who, patch.model).explainRow(patch.see(row), 0),
      )
      this.rate()
      this.weigh()
      const isMedian = this.options.aggregationMethod === 'median'
      return isMedian ? explainMedian(trees) : explainMean(trees, this.weights)
    } finally {
      this.forget()
    }
  }

  /** The models. */
  get models(): readonly RegressorLike[] {
    return this.patches.members.map(({ model }) => model.model)
  }

  get summary(): EnsembleSummary {
    return summarise(this.models)
  }

  checkState(): void {
    this.patches.check(this.who, this.model)
  }
}
