import {
  type Features,
  type Frame,
  type Given,
  type LearnManyOptions,
  Regressor,
  type Row,
  type Rules,
} from '@coelho/core'
import { middle } from '../ensemble/middle.js'
import { explainValue } from '../tree/explain/explain-value.js'
import type { ForestExplanation } from '../tree/explain/explanation.js'
import { importancesOf, sharedImportances } from '../tree/explain/importances.js'
import { explainMedian, explainTogether } from '../tree/explain/together.js'
import type { ValueTree } from '../tree/grow/value-tree.js'
import { ARF_REGRESSOR, type ARFRegressorOptions } from './arf-regressor-options.js'
import type { Forest } from './forest.js'
import { Jobs, type JobsView, passFrame } from './jobs/jobs.js'
import { ASK, LEARN, type RowJob, type Spreadable } from './jobs/spreadable.js'
import { plantValues, VALUE_FOREST } from './plant-values.js'
import { scaled } from './scaled-error.js'
import {
  type ForestSummary,
  forestToText,
  summariseForest,
  treeToDot,
  viewsOf,
} from './show-forest.js'
import type { TreeView } from './tree-view.js'

/**
 * An adaptive random forest for numbers: trees of which each learns every event some random
 * number of times, and of which each leaf looks at some features only, drawn at random. A tree
 * whose error changes is replaced by one that has learned since the warning.
 *
 * The weight of an event multiplies how often each tree learns it. With `aggregationMethod:
 * 'mean'` and `disableWeightedVote: false` trees with a small error count more; River then
 * divides by their number once too often, and so does this. (It gives its trees no
 * `minSamplesSplit`; this does.)
 *
 * @example
 * const model = new ARFRegressor({ nModels: 5, seed: 1, leafPrediction: 'mean' })
 * for (let i = 0; i < 400; i++) model.learnOne({ km: i % 20 }, i % 20 < 10 ? 5 : 25)
 * model.predictOne({ km: 15 }) // => 25
 */
export class ARFRegressor extends Regressor<ARFRegressorOptions> implements Spreadable {
  static override readonly id: string = 'forest.ARFRegressor'
  static override readonly rules: Rules<ARFRegressorOptions> = ARF_REGRESSOR
  static override readonly state: readonly string[] = ['forest']
  static readonly parts: readonly unknown[] = VALUE_FOREST

  /** The trees that are here: only `forest` makes sure that all are. */
  planted: Forest<ValueTree>
  private readonly spread: Jobs
  readonly saysPerTree = 2
  private readonly predictions: Float64Array
  private readonly weights: Float64Array

  constructor(given: Given<ARFRegressorOptions> = {}) {
    super(given)
    const { who, options, schema } = this
    this.planted = plantValues(this, options)
    this.spread = new Jobs(this, options)
    this.predictions = new Float64Array(options.nModels)
    this.weights = new Float64Array(options.nModels)
    for (const name of options.nominalAttributes ?? []) schema.add(who, name, 'category')
    schema.commit()
  }

  /** All trees; those that are with workers are called back. */
  private get forest(): Forest<ValueTree> {
    this.spread.recall()
    return this.planted
  }

  private set forest(forest: Forest<ValueTree>) {
    this.planted = forest
  }

  /** The threads its trees are spread over. */
  get jobs(): JobsView {
    return this.spread
  }

  override get takesCategories(): boolean {
    return true
  }

  override get mayRefuse(): boolean {
    return this.planted.members[0].model.models.mayRefuse
  }

  override admitRow(row: Row): void {
    for (const { model, background } of this.forest.members) {
      model.admit(row)
      background?.admit(row)
    }
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
    if (this.spread.takes(row, LEARN, y, weight)) return
    this.learn(row, y, weight)
  }

  override predictThenLearnRow(row: Row, y: number, weight: number): number {
    if (this.spread.takes(row, ASK + LEARN, y, weight)) return NaN
    this.weigh()
    this.learn(row, y, weight)
    return this.combine()
  }

  /** Leaves what the trees predicted, before they learned, in `predictions`. */
  private learn(row: Row, y: number, weight: number): void {
    const { forest, predictions } = this
    const { members } = forest
    forest.admit(row)
    for (let i = 0; i < members.length; i++) {
      const member = members[i]
      const tree = member.model
      const predicted = tree.ask(row)
      predictions[i] = predicted
      // The model of a leaf may have lost its way: infinity is no prediction to be judged.
      if (Number.isFinite(predicted)) member.score.update(y, predicted)
      const times = forest.draw(i)
      if (times === 0) continue
      member.background?.learn(row, y, times * weight)
      tree.learnAsked(row, y, times * weight)
      member.watch(scaled(member.errors, y - predicted))
    }
  }

  predictRow(row: Row): number {
    if (this.spread.takes(row, ASK, NaN, 0)) return NaN
    this.ask(row)
    this.weigh()
    return this.combine()
  }

  private ask(row: Row): void {
    const { members } = this.forest
    for (let i = 0; i < members.length; i++) this.predictions[i] = members[i].model.predict(row)
  }

  /** A tree says its prediction, and its score before it learns. */
  passRow({ row, work, target, weight }: RowJob, said: Float64Array, at: number): void {
    const { predictions, weights } = this
    if (work !== LEARN) this.readScores()
    if (work === ASK) this.ask(row)
    else this.learn(row, target, weight)
    for (let i = 0; work !== LEARN && i < predictions.length; i++) {
      said[at + 2 * i] = predictions[i]
      said[at + 2 * i + 1] = weights[i]
    }
  }

  conclude(said: Float64Array): number {
    const { predictions, weights } = this
    for (let i = 0; i < predictions.length; i++) {
      predictions[i] = said[2 * i]
      weights[i] = said[2 * i + 1]
    }
    this.settle()
    return this.combine()
  }

  /** How much each tree counts. River: all errors less its own, as a share of the sum of these. */
  private weigh(): void {
    this.readScores()
    this.settle()
  }

  private readScores(): void {
    const { weights, forest } = this
    if (this.isEqual) return
    const { members } = forest
    for (let i = 0; i < weights.length; i++) weights[i] = members[i].score.get() as number
  }

  /** True if all trees count alike. */
  private get isEqual(): boolean {
    const { disableWeightedVote, aggregationMethod } = this.options
    return disableWeightedVote || aggregationMethod === 'median'
  }

  /** Makes scores the weights of trees. */
  private settle(): void {
    const { weights } = this
    if (this.isEqual) {
      weights.fill(1)
      return
    }
    let sum = 0
    for (let i = 0; i < weights.length; i++) sum += weights[i]
    const shared = sum * weights.length - sum
    for (let i = 0; i < weights.length; i++) weights[i] = shared ? (sum - weights[i]) / shared : 1
  }

  private combine(): number {
    const { predictions, weights, options } = this
    if (options.aggregationMethod === 'median') return middle(predictions)
    let sum = 0
    for (let i = 0; i < predictions.length; i++) sum += weights[i] * predictions[i]
    return sum / predictions.length
  }

  /** The trees, to look at. */
  get models(): TreeView[] {
    return viewsOf(this.forest.members, (tree) => tree, this.schema)
  }

  get summary(): ForestSummary {
    return summariseForest(this.forest.members, (tree) => tree)
  }

  /** All trees as text, each under its number. */
  toText(): string {
    return forestToText(this.models)
  }

  /** The tree with this number in the DOT language, to be drawn by Graphviz. */
  toDot(treeId = 0): string {
    return treeToDot(this.who, this.models, treeId)
  }

  /**
   * How much each feature has helped its present trees, as `featureImportances` of a tree says;
   * each tree counts alike. All together 1, the most important first; empty before any split.
   */
  featureImportances(): Map<string, number> {
    return sharedImportances(this.forest.members.map(({ model }) => importancesOf(model)))
  }

  /**
   * Why a number is predicted: the mean of what its trees say (see `explainOne` of
   * `HoeffdingTreeRegressor`), or what those in the middle say where the median counts. `base`
   * and all contributions add up to `prediction`, which is what `predictOne` says.
   *
   * @example
   * const model = new ARFRegressor({ nModels: 3, seed: 1, leafPrediction: 'mean' })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ km: i % 20, age: i % 7 }, i % 20 < 10 ? 5 : 25)
   * }
   * const { prediction, contributions } = model.explainOne({ km: 15, age: 3 })
   * prediction // => 25
   * contributions.get('km') // => 13.59…
   */
  explainOne(x: Features): ForestExplanation {
    const row = this.door.peek(x)
    try {
      const trees = this.forest.members.map(({ model }) => explainValue(model, row))
      this.weigh()
      return this.options.aggregationMethod === 'median'
        ? explainMedian(trees)
        : explainTogether(
            trees,
            this.weights.map((weight) => weight / trees.length),
          )
    } finally {
      this.forget()
    }
  }

  /** How many drifts replaced the tree with this number, or any. */
  nDriftsDetected(treeId?: number): number {
    return this.forest.nDrifts(treeId)
  }

  /** How many warnings there were of the tree with this number, or of any. */
  nWarningsDetected(treeId?: number): number {
    return this.forest.nWarnings(treeId)
  }
}
