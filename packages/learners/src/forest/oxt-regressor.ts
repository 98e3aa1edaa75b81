import {
  type Features,
  type Given,
  metrics,
  Regressor,
  type Row,
  type Rules,
  random,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { drawCount, limitOf } from '../ensemble/draw.js'
import { checkFeatureBudget, countOf } from '../ensemble/feature-budget.js'
import { Member, type Score } from '../ensemble/member.js'
import { weightedMean } from '../ensemble/middle.js'
import { checkNumberDetector, checkScore } from '../ensemble/scores.js'
import { LinearRegression } from '../linear-model/linear-regression.js'
import { explainValue } from '../tree/explain/explain-value.js'
import type { ForestExplanation } from '../tree/explain/explanation.js'
import { importancesOf, sharedImportances } from '../tree/explain/importances.js'
import { explainMean } from '../tree/explain/together.js'
import { FeaturePicker } from '../tree/grow/feature-picker.js'
import { ValueTree } from '../tree/grow/value-tree.js'
import { ExtraTree } from './extra-tree.js'
import { checkRate, OXT, type OXTRegressorOptions } from './oxt-options.js'
import { RandomColumn } from './random-column.js'
import { drawSeed } from './random-thresholds.js'
import {
  type ForestSummary,
  forestToText,
  summariseForest,
  treeToDot,
  viewsOf,
} from './show-forest.js'
import type { TreeView } from './tree-view.js'

/**
 * Online extra trees, a forest for numbers that is quick to learn: a leaf tries one threshold for
 * each feature, drawn at random. A tree whose error changes is replaced by one that has
 * learned since the warning.
 *
 * In River leaves look at all features, whatever `maxFeatures` says; with `riverCompatible: false`
 * they look at so many, drawn for each leaf.
 *
 * @example
 * const model = new OXTRegressor({ nModels: 5, seed: 1, detectionMode: 'off' })
 * for (let i = 0; i < 2000; i++) model.learnOne({ km: i % 20 }, i % 20 < 10 ? 5 : 25)
 * Math.round(model.predictOne({ km: 18 })) // => 25
 */
export class OXTRegressor extends Regressor<OXTRegressorOptions> {
  static override readonly id = 'forest.OXTRegressor'
  static override readonly rules: Rules<OXTRegressorOptions> = OXT
  static override readonly state: readonly string[] = [
    'rng',
    'members',
    'totalInstances',
    'learned',
  ]
  static readonly parts: readonly unknown[] = [
    random.Random,
    Member,
    ExtraTree,
    FeaturePicker,
    ValueTree,
    RandomColumn,
    LinearRegression,
    ADWIN,
    metrics.MAE,
  ]

  private readonly rng: random.Random
  private readonly members: readonly Member<ExtraTree>[]
  private readonly score: Score
  /** How many events have been learned. */
  totalInstances = 0
  /** How many each tree has learned. */
  private readonly learned: Float64Array
  private readonly limit: number
  private readonly predictions: Float64Array
  private readonly weights: Float64Array

  constructor(given: Given<OXTRegressorOptions> = {}) {
    super(given)
    const { who, options, schema } = this
    const { nModels, detectionMode, resamplingRate, trackMetric } = options
    if (options.maxFeatures !== 'random') {
      checkFeatureBudget(who, 'maxFeatures', options.maxFeatures)
    }
    checkNumberDetector(who, 'driftDetector', options.driftDetector)
    checkNumberDetector(who, 'warningDetector', options.warningDetector)
    checkScore(who, trackMetric, 'trackMetric')
    checkRate(who, options)
    const drift = options.driftDetector ?? new ADWIN({ delta: 0.001 })
    const warning = options.warningDetector ?? new ADWIN({ delta: 0.01 })
    const plan = {
      who,
      options,
      model: options.leafModel ?? new LinearRegression(),
      schema,
      bufferSize: options.splitBufferSize,
      allFeatures: options.riverCompatible,
    }
    this.rng = seeded(who, options.seed)
    this.score = trackMetric ?? (new metrics.MAE() as Score)
    const start = {
      drift: detectionMode === 'off' ? null : drift,
      warning: detectionMode === 'all' ? warning : null,
      score: this.score,
      warningGoesOn: true,
      fresh: () => new ExtraTree(plan),
    }
    this.members = Array.from({ length: nModels }, () => new Member<ExtraTree>(start))
    this.limit = limitOf(Math.floor(resamplingRate)) // River: a whole number
    this.learned = new Float64Array(nModels)
    this.predictions = new Float64Array(nModels)
    this.weights = new Float64Array(nModels)
    for (const name of options.nominalAttributes ?? []) schema.add(who, name, 'category')
    schema.commit()
  }

  override get takesCategories(): boolean {
    return true
  }

  override get mayRefuse(): boolean {
    return this.members[0].model.tree.models.mayRefuse
  }

  override admitRow(row: Row): void {
    for (const { model, background } of this.members) {
      model.tree.admit(row)
      background?.tree.admit(row)
    }
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  override predictThenLearnRow(row: Row, y: number, weight: number): number {
    this.weigh()
    this.learnRow(row, y, weight)
    return weightedMean(this.predictions, this.weights)
  }

  /** Leaves what the trees predicted, before they learned, in `predictions`. */
  learnRow(row: Row, y: number, weight: number): void {
    const { members, learned } = this
    this.begin(row)
    for (let i = 0; i < members.length; i++) {
      const member = members[i]
      const { model } = member
      const predicted = model.ask(row)
      this.predictions[i] = predicted
      // The model of a leaf may have lost its way: infinity is no prediction to be judged.
      const known = Number.isFinite(predicted)
      if (known) this.watch(member, Math.abs(y - predicted), row)
      if (member.model !== model) learned[i] = 0
      if (known) member.score.update(y, predicted)
      const times = this.draw()
      if (times === 0) continue
      // River: a tree that has just taken over does not learn the event.
      if (member.model === model) model.learnAsked(row, y, times * weight)
      member.background?.learn(row, y, times * weight)
      learned[i]++
    }
  }

  /** The first event is told to the trees before they learn. */
  private begin(row: Row): void {
    if (this.totalInstances === 0) for (const { model } of this.members) this.plant(model, row)
    this.totalInstances++
  }

  private watch(member: Member<ExtraTree>, error: number, row: Row): void {
    const warns = member.warns(error)
    const drifts = member.drifts(error)
    if (warns) member.prepare(this.plant(member.start.fresh(), row))
    if (drifts)
      member.replace(member.background ? undefined : this.plant(member.start.fresh(), row))
  }

  /** Draws what is a tree's own. River: the number of features first, then depth and seed. */
  private plant(tree: ExtraTree, row: Row): ExtraTree {
    const { maxFeatures, maxDepth, randomizeTreeDepth } = this.options
    const many = Math.max(2, row.count)
    const features =
      maxFeatures === 'random' ? this.rng.randint(2, many) : countOf(maxFeatures, many)
    const depth = randomizeTreeDepth ? this.rng.randint(1, maxDepth || 9999) : 0
    return tree.plant(features, depth, drawSeed(this.rng))
  }

  /** How often the next tree learns the event in hand. */
  private draw(): number {
    const { resamplingStrategy, resamplingRate } = this.options
    if (resamplingStrategy === 'bagging') return drawCount(this.limit, this.rng)
    if (resamplingStrategy === null) return 1
    return this.rng.random() <= resamplingRate ? 1 : 0
  }

  predictRow(row: Row): number {
    const { predictions, members } = this
    for (let i = 0; i < members.length; i++) predictions[i] = members[i].model.predict(row)
    this.weigh()
    return weightedMean(this.predictions, this.weights)
  }

  /** How much each tree counts: its score, or one by it where less is better. */
  private weigh(): void {
    const { weights, members, score } = this
    weights.fill(1)
    if (this.options.disableWeightedVote) return
    let total = 0
    for (let i = 0; i < members.length; i++) {
      weights[i] = members[i].score.get() as number
      total += weights[i]
    }
    if (total === 0) weights.fill(1)
    else if (score.biggerIsBetter === false) {
      for (let i = 0; i < weights.length; i++) weights[i] = (1 + 1e-8) / (weights[i] + 1e-8)
    }
  }

  /** How much each feature has helped its trees: see `ARFRegressor`. */
  featureImportances(): Map<string, number> {
    return sharedImportances(this.members.map(({ model }) => importancesOf(model.tree)))
  }

  /** Why a number is predicted: see `ARFRegressor`. */
  explainOne(x: Features): ForestExplanation {
    const row = this.door.peek(x)
    try {
      const trees = this.members.map(({ model }) => explainValue(model.tree, row))
      this.weigh()
      return explainMean(trees, this.weights)
    } finally {
      this.forget()
    }
  }

  /** The trees, to look at. */
  get models(): TreeView[] {
    return viewsOf(this.members, ({ tree }) => tree, this.schema)
  }

  get summary(): ForestSummary {
    return summariseForest(this.members, ({ tree }) => tree)
  }

  /** All trees as text, each under its number. */
  toText(): string {
    return forestToText(this.models)
  }

  /** The tree with this number in the DOT language, to be drawn by Graphviz. */
  toDot(treeId = 0): string {
    return treeToDot(this.who, this.models, treeId)
  }

  /** By the number of a tree how many warnings there were. */
  get nWarnings(): Map<number, number> {
    return counts(this.members, ({ nWarnings }) => nWarnings)
  }

  /** By the number of a tree how often it was replaced. */
  get nDrifts(): Map<number, number> {
    return counts(this.members, ({ nDrifts }) => nDrifts)
  }

  /** By the number of a tree how often it was replaced by one from the background. */
  get nTreeSwaps(): Map<number, number> {
    return counts(this.members, ({ nSwaps }) => nSwaps)
  }

  /** By the number of a tree how many events it has learned. */
  get instancesPerTree(): Map<number, number> {
    return counts(this.members, (_, i) => this.learned[i])
  }

  checkState(): void {
    const { members, learned, totalInstances, options } = this
    const trees = members.flatMap(({ model, background }) => [model, background ?? {}])
    const own = new Set(trees).size === 2 * members.length
    const whole = Number.isSafeInteger(totalInstances) && totalInstances >= 0
    if (members.length === options.nModels && own && whole && learned.length === members.length) {
      return
    }
    throw new SnapshotError(`a forest must have ${options.nModels} trees of its own`)
  }
}

function counts(
  members: readonly Member<ExtraTree>[],
  of: (member: Member<ExtraTree>, i: number) => number,
): Map<number, number> {
  const all = members.map((member, i) => [i, of(member, i)] as const)
  return new Map(all.filter(([, count]) => count > 0))
}
