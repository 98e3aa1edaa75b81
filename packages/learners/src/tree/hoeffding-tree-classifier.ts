import { Classifier, type Features, type Given, type Row, type Rules } from '@coelho/core'
import {
  CLASS_TREE,
  type ClassTreeSettings,
  classTreeOf,
  EAGERNESS,
  type Eagerness,
} from './class-tree-options.js'
import { explainClass, explainLabel } from './explain/explain-class.js'
import type { ExplainOptions, OfLabel, TreeExplanation } from './explain/explanation.js'
import { importancesOf } from './explain/importances.js'
import { ClassTree } from './grow/class-tree.js'
import { summarise, type TreeSummary } from './show/summary.js'
import { TreeLook } from './show/tree-look.js'
import { GaussianSplitter } from './splitter/gaussian.js'

export interface HoeffdingTreeClassifierOptions extends ClassTreeSettings, Eagerness {}

/**
 * A decision tree that grows while it learns: a leaf is split as soon as the Hoeffding bound
 * says that its best split will stay the best. It looks at each event once.
 *
 * Numbers and booleans are numeric features, strings are nominal ones. An event without the
 * value a branch asks for goes down the branch most events took.
 *
 * @example
 * const model = new HoeffdingTreeClassifier({ gracePeriod: 50 })
 * for (let i = 0; i < 400; i++) model.learnOne({ amount: i % 100 }, i % 100 > 60 ? 'high' : 'low')
 * model.predictOne({ amount: 80 }) // => 'high'
 */
export class HoeffdingTreeClassifier extends Classifier<HoeffdingTreeClassifierOptions> {
  static override readonly id: string = 'tree.HoeffdingTreeClassifier'
  static override readonly rules: Rules<HoeffdingTreeClassifierOptions> = {
    ...EAGERNESS,
    ...CLASS_TREE,
  }
  static override readonly state: readonly string[] = ['tree']
  static readonly parts: readonly unknown[] = [ClassTree, GaussianSplitter]

  private readonly tree: ClassTree
  private readonly look: TreeLook

  constructor(given: Given<HoeffdingTreeClassifierOptions> = {}) {
    super(given)
    this.tree = classTreeOf(this, this.options)
    this.look = new TreeLook(this.tree, this.schema)
  }

  override get takesCategories(): boolean {
    return true
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.tree.learn(row, label, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    this.tree.score(row, scores)
    return this.labels.size > 0
  }

  override predictRow(row: Row): number {
    return this.tree.predict(row)
  }

  override predictThenLearnRow(row: Row, label: number, weight: number): number {
    return this.tree.predictThenLearn(row, label, weight)
  }

  /** River: labels in ascending order, also where they tie. */
  protected override order(): ArrayLike<number> {
    return this.labels.inOrder()
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
   * (by the criterion), times the weight of the leaf that was split.
   * All together 1, the most important first; empty before any split. What a branch gave stays
   * counted when it is replaced.
   *
   * @example
   * const model = new HoeffdingTreeClassifier({ gracePeriod: 50, leafPrediction: 'mc' })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ amount: i % 20, age: i % 7 }, i % 20 < 10 ? 'low' : 'high')
   * }
   * model.featureImportances() // => Map(1) { 'amount' => 1 }
   */
  featureImportances(): Map<string, number> {
    return importancesOf(this.tree)
  }

  /**
   * Why a label is as likely as it is: what each feature adds to its probability, on the way from
   * the root to the leaf and in the leaf. `base` and all contributions add up to `prediction`,
   * which is what `predictProbaOne` says of `label`; without one, of the label that is predicted.
   *
   * A step down adds the difference between the shares of the class below and above it; a branch
   * stands for what it was when it was split. Where a leaf says what naive Bayes does,
   * each value adds by how much it moves that.
   *
   * @example
   * const model = new HoeffdingTreeClassifier({ gracePeriod: 50, leafPrediction: 'mc' })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ amount: i % 20, age: i % 7 }, i % 20 < 10 ? 'low' : 'high')
   * }
   * const { base, contributions } = model.explainOne({ amount: 15, age: 3 }, { label: 'high' })
   * base // => 0.4
   * contributions // => Map(1) { 'amount' => 0.6 }
   */
  explainOne(x: Features, { label }: ExplainOptions = {}): TreeExplanation & OfLabel {
    return this.lookAt(x, (row) =>
      explainLabel(this, row, label, (code) => this.explainRow(row, code)),
    )
  }

  /** The same for a row, and the code of a label. */
  explainRow(row: Row, code: number): TreeExplanation {
    return explainClass(this.tree, row, code)
  }

  /** The way of one event through the tree, as text; empty before anything was learned. */
  debugOne(x: Features): string {
    return this.lookAt(x, (row) => this.look.wayOf(row))
  }
}
