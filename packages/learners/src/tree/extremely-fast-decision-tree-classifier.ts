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
import { EarlyTree } from './grow/early-tree.js'
import { summarise, type TreeSummary } from './show/summary.js'
import { TreeLook } from './show/tree-look.js'
import { GaussianSplitter } from './splitter/gaussian.js'

export interface ExtremelyFastDecisionTreeClassifierOptions extends ClassTreeSettings, Eagerness {
  /** How much weight a branch waits for, once it was split, before it is looked at again. */
  readonly minSamplesReevaluate: number
  /** Without effect: River's leaves keep all their features. */
  readonly removePoorAttrs: boolean
  /** Without effect: not to split always is what a split is compared with. */
  readonly meritPreprune: boolean
}

type Options = ExtremelyFastDecisionTreeClassifierOptions

/**
 * A Hoeffding tree that splits a leaf as soon as its best split is better than none, not than the
 * second best. It pays for the haste by looking at its branches again and again: where another
 * split has become better, it takes the place of all that has grown below.
 *
 * @example
 * const model = new ExtremelyFastDecisionTreeClassifier({ gracePeriod: 50 })
 * for (let i = 0; i < 400; i++) model.learnOne({ amount: i % 100 }, i % 100 > 60 ? 'high' : 'low')
 * model.predictOne({ amount: 80 }) // => 'high'
 */
export class ExtremelyFastDecisionTreeClassifier extends Classifier<Options> {
  static override readonly id: string = 'tree.ExtremelyFastDecisionTreeClassifier'
  static override readonly rules: Rules<Options> = {
    ...EAGERNESS,
    ...CLASS_TREE,
    minSamplesReevaluate: { kind: 'number', default: 20, above: 0 },
  }
  static override readonly state: readonly string[] = ['tree']
  static readonly parts: readonly unknown[] = [ClassTree, GaussianSplitter]

  private readonly tree: ClassTree
  private readonly grown: EarlyTree
  private readonly look: TreeLook

  constructor(given: Given<Options> = {}) {
    super(given)
    const habits = { hasAsides: false, keepsLeaves: true }
    this.tree = classTreeOf(this, this.options, habits)
    this.grown = new EarlyTree(this.tree, this.options.minSamplesReevaluate)
    this.look = new TreeLook(this.tree, this.schema)
  }

  override get takesCategories(): boolean {
    return true
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.grown.learn(row, label, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    this.tree.score(row, scores)
    return this.labels.size > 0
  }

  override predictRow(row: Row): number {
    return this.tree.predict(row)
  }

  override predictThenLearnRow(row: Row, label: number, weight: number): number {
    return this.grown.predictThenLearn(row, label, weight)
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

  /** River: it loses count when a branch changes its test while a child of it is split. */
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
   * How much each feature has helped to tell events apart: as `HoeffdingTreeClassifier` tells it.
   *
   * @example
   * const options = { gracePeriod: 50, leafPrediction: 'mc' } as const
   * const model = new ExtremelyFastDecisionTreeClassifier(options)
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ amount: i % 20, age: i % 7 }, i % 20 < 10 ? 'low' : 'high')
   * }
   * model.featureImportances() // => Map(1) { 'amount' => 1 }
   */
  featureImportances(): Map<string, number> {
    return importancesOf(this.tree)
  }

  /**
   * Why a label is as likely as it is: as `HoeffdingTreeClassifier` explains it, but that a branch
   * stands for what it is now.
   *
   * @example
   * const options = { gracePeriod: 50, leafPrediction: 'mc' } as const
   * const model = new ExtremelyFastDecisionTreeClassifier(options)
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ amount: i % 20, age: i % 7 }, i % 20 < 10 ? 'low' : 'high')
   * }
   * const { base, contributions } = model.explainOne({ amount: 15, age: 3 }, { label: 'high' })
   * base // => 0.5
   * contributions // => Map(1) { 'amount' => 0.5 }
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
