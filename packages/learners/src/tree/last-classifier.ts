import {
  Classifier,
  type Features,
  type Given,
  InvalidOptionError,
  type Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { CLASS_TREE, type ClassTreeSettings, classTreeOf } from './class-tree-options.js'
import { explainClass, explainLabel } from './explain/explain-class.js'
import type { ExplainOptions, OfLabel, TreeExplanation } from './explain/explanation.js'
import { importancesOf } from './explain/importances.js'
import { ClassTree } from './grow/class-tree.js'
import { checkDetector, type ErrorDetector, ErrorDetectors } from './grow/error-detectors.js'
import { LastTree } from './grow/last-tree.js'
import { summarise, type TreeSummary } from './show/summary.js'
import { TreeLook } from './show/tree-look.js'
import { GaussianSplitter } from './splitter/gaussian.js'

export interface LASTClassifierOptions extends ClassTreeSettings {
  /** Watches each leaf; null: an `ADWIN`. */
  readonly changeDetector: ErrorDetector | null
  /** Watch the error of a leaf; else how mixed its classes are, by the split criterion. */
  readonly trackError: boolean
  /**
   * Leave out features, in leaves that predict by majority class. River: where a change leads to
   * no split, the leaf looks at none of its features any more.
   */
  readonly removePoorAttrs: boolean
}

/** Not used by it: whether to split is up to the detectors. */
const AT_A_CHANGE = { gracePeriod: 1, delta: 0.5, tau: 1 }

/**
 * A decision tree without a bound to wait for: a leaf is split when a change detector says that
 * its error, or how mixed its classes are, has changed.
 *
 * @example
 * const model = new LASTClassifier()
 * for (let i = 0; i < 400; i++) {
 *   const amount = (i * 37) % 100
 *   model.learnOne({ amount }, i < 100 || amount < 60 ? 'low' : 'high')
 * }
 * model.predictOne({ amount: 80 }) // => 'high'
 */
export class LASTClassifier extends Classifier<LASTClassifierOptions> {
  static override readonly id: string = 'tree.LASTClassifier'
  static override readonly rules: Rules<LASTClassifierOptions> = {
    ...CLASS_TREE,
    changeDetector: { kind: 'object', default: null, nullable: true },
    trackError: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = ['tree', 'detectors']
  static readonly parts: readonly unknown[] = [ClassTree, ErrorDetectors, GaussianSplitter, ADWIN]

  private readonly tree: ClassTree
  private readonly detectors: ErrorDetectors
  private readonly grown: LastTree
  private readonly look: TreeLook

  constructor(given: Given<LASTClassifierOptions> = {}) {
    super(given)
    const { who, options } = this
    const { trackError, splitCriterion } = options
    const detector = options.changeDetector ?? new ADWIN()
    checkDetector(who, 'changeDetector', detector, !trackError)
    if (!trackError && splitCriterion === 'hellinger') {
      const expected = 'must be true with the criterion "hellinger", which compares branches only'
      throw new InvalidOptionError(who, 'trackError', expected, trackError)
    }
    this.tree = classTreeOf(this, { ...options, ...AT_A_CHANGE })
    this.detectors = new ErrorDetectors(detector)
    this.grown = new LastTree(this.tree, this.detectors, trackError)
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
   * const model = new LASTClassifier({ leafPrediction: 'mc' })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ amount: i % 20, age: i % 7 }, i < 100 || i % 20 < 10 ? 'low' : 'high')
   * }
   * model.featureImportances() // => Map(1) { 'amount' => 1 }
   */
  featureImportances(): Map<string, number> {
    return importancesOf(this.tree)
  }

  /**
   * Why a label is as likely as it is: as `HoeffdingTreeClassifier` explains it.
   *
   * @example
   * const model = new LASTClassifier({ leafPrediction: 'mc' })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ amount: i % 20, age: i % 7 }, i < 100 || i % 20 < 10 ? 'low' : 'high')
   * }
   * const { base, contributions } = model.explainOne({ amount: 15, age: 3 }, { label: 'high' })
   * base // => 0.1875
   * contributions // => Map(1) { 'amount' => 0.8125 }
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

  checkState(): void {
    this.detectors.checkState()
    if (this.detectors.list.length <= this.tree.nodes.count) return
    throw new SnapshotError('only the leaves of a tree may have detectors')
  }
}
