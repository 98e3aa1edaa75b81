import { type Features, type Given, Regressor, type Row, type Rules } from '@coelho/core'
import { LinearRegression } from '../linear-model/linear-regression.js'
import { explainValue } from './explain/explain-value.js'
import type { TreeExplanation } from './explain/explanation.js'
import { importancesOf } from './explain/importances.js'
import { ValueTree } from './grow/value-tree.js'
import { summarise, type TreeSummary } from './show/summary.js'
import { TreeLook } from './show/tree-look.js'
import { TEBSTSplitter } from './splitter/tebst.js'
import { VALUE_TREE, type ValueTreeSettings, valueTreeOf } from './value-tree-options.js'

export type HoeffdingTreeRegressorOptions = ValueTreeSettings

/**
 * A regression tree that grows while it learns: a leaf is split as soon as the Hoeffding bound
 * says that its best split, the one that takes away most variance, will stay the best.
 *
 * Numbers and booleans are numeric features, strings are nominal ones; models in the leaves
 * that take numbers only do not see the strings. An event without the value a branch asks for
 * goes down the branch most events took.
 *
 * @example
 * const model = new HoeffdingTreeRegressor({ gracePeriod: 50, leafPrediction: 'mean' })
 * for (let i = 0; i < 400; i++) model.learnOne({ km: i % 20 }, i % 20 < 10 ? 5 : 25)
 * model.predictOne({ km: 15 }) // => 25
 */
export class HoeffdingTreeRegressor extends Regressor<HoeffdingTreeRegressorOptions> {
  static override readonly id: string = 'tree.HoeffdingTreeRegressor'
  static override readonly rules: Rules<HoeffdingTreeRegressorOptions> = VALUE_TREE
  static override readonly state: readonly string[] = ['tree']
  static readonly parts: readonly unknown[] = [ValueTree, TEBSTSplitter, LinearRegression]

  private readonly tree: ValueTree
  private readonly look: TreeLook

  constructor(given: Given<HoeffdingTreeRegressorOptions> = {}) {
    super(given)
    this.tree = valueTreeOf(this, this.options)
    this.look = new TreeLook(this.tree, this.schema)
  }

  override get takesCategories(): boolean {
    return true
  }

  override get mayRefuse(): boolean {
    return this.tree.models.mayRefuse
  }

  override admitRow(row: Row): void {
    this.tree.admit(row)
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.tree.learn(row, y, weight)
  }

  predictRow(row: Row): number {
    return this.tree.predict(row)
  }

  override predictThenLearnRow(row: Row, y: number, weight: number): number {
    return this.tree.predictThenLearn(row, y, weight)
  }

  get nNodes(): number {
    return this.look.nNodes
  }

  get nBranches(): number {
    return this.look.nBranches
  }

  get nLeaves(): number {
    return this.look.nLeaves
  }

  get nActiveLeaves(): number {
    return this.tree.size.activeLeaves
  }

  get nInactiveLeaves(): number {
    return this.tree.size.inactiveLeaves
  }

  /** How many nodes the longest path has. */
  get height(): number {
    return this.look.height
  }

  get summary(): TreeSummary {
    return summarise(this.tree)
  }

  /** The tree as text, a line per node. */
  toText(): string {
    return this.look.toText()
  }

  /** The tree in the DOT language, to be drawn by Graphviz. */
  toDot(): string {
    return this.look.toDot()
  }

  /**
   * How much each feature has helped to tell events apart: at each split how far impurity fell
   * (the variance), times the weight of the leaf that was split.
   * All together 1, the most important first; empty before any split. What a branch gave stays
   * counted when it is replaced.
   *
   * @example
   * const model = new HoeffdingTreeRegressor({ gracePeriod: 50, leafPrediction: 'mean' })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ km: i % 20, age: i % 7 }, i % 20 < 10 ? 5 : 25)
   * }
   * model.featureImportances() // => Map(1) { 'km' => 1 }
   */
  featureImportances(): Map<string, number> {
    return importancesOf(this.tree)
  }

  /**
   * Why a number is predicted: what each feature adds to it, on the way from the root to the
   * leaf. `base` and all contributions add up to `prediction`, which is what `predictOne` says.
   *
   * A step down adds the difference between the means below and above it; a branch stands for
   * what it was when it was split. What the model of a leaf adds to its mean is told as a whole,
   * under `LEAF_MODEL`.
   *
   * @example
   * const model = new HoeffdingTreeRegressor({ gracePeriod: 50, leafPrediction: 'mean' })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ km: i % 20, age: i % 7 }, i % 20 < 10 ? 5 : 25)
   * }
   * const { base, contributions } = model.explainOne({ km: 15, age: 3 })
   * base // => 13
   * contributions // => Map(1) { 'km' => 12 }
   */
  explainOne(x: Features): TreeExplanation {
    return this.lookAt(x, (row) => this.explainRow(row))
  }

  /** The same for a row. */
  explainRow(row: Row): TreeExplanation {
    return explainValue(this.tree, row)
  }

  /** The way of one event through the tree, as text; empty before anything was learned. */
  debugOne(x: Features): string {
    return this.lookAt(x, (row) => this.look.wayOf(row))
  }
}
