import {
  type EstimatorLike,
  type Features,
  type Given,
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
import { SRP, type SRPOptions } from './srp-options.js'
import { checkSubspaceSize } from './subspace-size.js'

export interface SRPRegressorOptions extends SRPOptions {
  /** What is copied; null: a `HoeffdingTreeRegressor` (gracePeriod 50, delta 0.01). */
  readonly model: RegressorLike | null
  /** What the detectors watch: how far a model is from the target, or what it predicts. */
  readonly driftDetectionCriteria: 'error' | 'prediction'
  /** What is made of the predictions of the models. */
  readonly aggregationMethod: 'mean' | 'median'
}

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
export class SRPRegressor extends Regressor<SRPRegressorOptions> {
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

  private readonly patches: RandomPatches<RegressorLike>
  /** What is copied; it never learns. */
  private readonly model: RegressorLike
  private readonly score: Score
  private readonly predictions: Float64Array
  private readonly weights: Float64Array

  constructor(given: Given<SRPRegressorOptions> = {}) {
    super(underSchemaOf(new.target, given, given?.model ?? undefined))
    const { who, options, schema } = this
    const { disableDetector, driftDetector, warningDetector, nModels } = options
    this.model =
      options.model ?? new HoeffdingTreeRegressor({ gracePeriod: 50, delta: 0.01, schema })
    requireKind(who, 'model', this.model, 'regressor')
    checkSubspaceSize(who, options.subspaceSize)
    checkNumberDetector(who, 'driftDetector', driftDetector)
    checkNumberDetector(who, 'warningDetector', warningDetector)
    checkScore(who, options.metric)
    const noDrift = disableDetector === 'drift'
    const noWarning = disableDetector !== 'off'
    this.score = options.metric ?? (new metrics.MAE() as Score)
    this.patches = new RandomPatches(options, seeded(who, options.seed), {
      drift: noDrift ? null : (driftDetector ?? new ADWIN({ delta: 1e-5 })),
      warning: noWarning ? null : (warningDetector ?? new ADWIN({ delta: 1e-4 })),
      score: this.score,
      fresh: () => new Patch(who, schema, this.model.clone()),
    })
    this.predictions = new Float64Array(nModels)
    this.weights = new Float64Array(nModels)
  }

  override get held(): readonly EstimatorLike[] {
    return this.patches.models(this.model)
  }

  override admitRow(row: Row): void {
    this.patches.admit(row)
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.patches.rng.seed
  }

  learnRow(row: Row, y: number, weight: number): void {
    const { patches, options } = this
    const byError = options.driftDetectionCriteria === 'error'
    patches.begin(row)
    for (let i = 0; i < patches.members.length; i++) {
      const member = patches.members[i]
      const { model, background } = member
      const predicted = model.model.predictRow(model.see(row))
      if (Number.isFinite(predicted)) member.score.update(y, predicted)
      const times = patches.draw()
      if (times === 0) continue
      const seen = model.see(row)
      teach(model.model, seen, y, weight, times)
      if (background) teach(background.model, background.see(row), y, weight, times)
      const after = model.model.predictRow(seen)
      const watched = byError ? Math.abs(after - y) : after
      if (patches.watched && Number.isFinite(watched)) patches.watch(member, watched, row)
    }
  }

  predictRow(row: Row): number {
    const { predictions, patches, options } = this
    const { members } = patches
    for (let i = 0; i < members.length; i++) {
      const { model } = members[i]
      predictions[i] = model.model.predictRow(model.see(row))
    }
    if (options.aggregationMethod === 'median') return middle(predictions)
    this.weigh()
    let sum = 0
    let weight = 0
    for (let i = 0; i < members.length; i++) {
      sum += this.weights[i] * predictions[i]
      weight += this.weights[i]
    }
    return sum / weight
  }

  /** How much each model counts: by its score, where less is better by how far the worst is. */
  private weigh(): void {
    const { weights, options, score } = this
    weights.fill(1)
    if (options.disableWeightedVote) return
    let most = 0
    this.patches.members.forEach((member, i) => {
      weights[i] = Math.max(0, member.score.get() as number)
      most = Math.max(most, weights[i])
    })
    if (score.biggerIsBetter === false)
      for (let i = 0; i < weights.length; i++) weights[i] = most - weights[i]
    // River: predicts 0 where all are equally good.
    if (weights.every((weight) => weight === 0)) weights.fill(1)
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

/** The model learns the event so many times. */
function teach(model: RegressorLike, row: Row, y: number, weight: number, times: number): void {
  for (let k = 0; k < times; k++) model.learnRow(row, y, weight)
  model.commit()
}
