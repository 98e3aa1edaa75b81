import {
  Classifier,
  type Features,
  type Given,
  type Row,
  type Rules,
  random,
  seeded,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import {
  ADAPTIVE_HABITS,
  ADAPTIVE_TREE,
  type AdaptiveTreeSettings,
  type AdaptiveTreeSummary,
  checkAdaptive,
  chosenDetector,
  summariseAdaptive,
} from './adaptive-tree-options.js'
import {
  CLASS_TREE,
  type ClassTreeSettings,
  classTreeOf,
  EAGERNESS,
  type Eagerness,
} from './class-tree-options.js'
import { explainAdaptiveClass, explainLabel } from './explain/explain-class.js'
import type { ExplainOptions, OfLabel, TreeExplanation } from './explain/explanation.js'
import { importancesOf } from './explain/importances.js'
import { AdaptiveClassTree } from './grow/adaptive-class-tree.js'
import { Alternates } from './grow/alternates.js'
import { ClassTree } from './grow/class-tree.js'
import { TreeLook } from './show/tree-look.js'
import { GaussianSplitter } from './splitter/gaussian.js'

export interface HoeffdingAdaptiveTreeClassifierOptions
  extends ClassTreeSettings,
    Eagerness,
    AdaptiveTreeSettings {
  /** Without effect: River's adaptive leaves keep all their features. */
  readonly removePoorAttrs: boolean
}

type Options = HoeffdingAdaptiveTreeClassifierOptions

/**
 * A Hoeffding tree that notices when what it has learned no longer holds: each node watches its
 * error, and beside a branch whose error rises an alternate begins to learn, which takes over
 * once it is better, or as soon as it can be split. Both vote as long as there are both.
 *
 * @example
 * const model = new HoeffdingAdaptiveTreeClassifier({ gracePeriod: 50, seed: 1 })
 * for (let i = 0; i < 400; i++) model.learnOne({ amount: i % 100 }, i % 100 > 60 ? 'high' : 'low')
 * model.predictOne({ amount: 80 }) // => 'high'
 */
export class HoeffdingAdaptiveTreeClassifier extends Classifier<Options> {
  static override readonly id: string = 'tree.HoeffdingAdaptiveTreeClassifier'
  static override readonly rules: Rules<Options> = {
    ...EAGERNESS,
    ...CLASS_TREE,
    ...ADAPTIVE_TREE,
  }
  static override readonly state: readonly string[] = ['tree', 'alternates', 'rng']
  static readonly parts: readonly unknown[] = [
    ClassTree,
    Alternates,
    random.Random,
    GaussianSplitter,
    ADWIN,
  ]

  private readonly tree: ClassTree
  private readonly alternates: Alternates
  private readonly rng: random.Random
  private readonly grown: AdaptiveClassTree
  private readonly look: TreeLook

  constructor(given: Given<Options> = {}) {
    super(given)
    const { who, options } = this
    const detector = chosenDetector(who, options.driftDetector, false)
    this.rng = seeded(who, options.seed)
    this.tree = classTreeOf(this, { ...options, removePoorAttrs: false }, ADAPTIVE_HABITS)
    this.alternates = new Alternates(detector)
    this.grown = new AdaptiveClassTree(this.tree, this.alternates, this.labels, options, this.rng)
    this.look = new TreeLook(this.tree, this.schema)
  }

  override get takesCategories(): boolean {
    return true
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.grown.learn(row, label, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    this.grown.score(row, scores)
    return this.labels.size > 0
  }

  override predictRow(row: Row): number {
    return this.grown.predict(row)
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

  /** River: a replaced branch is counted out twice, so that this may even be below 0. */
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

  /** How many alternates there have been. */
  get nAlternateTrees(): number {
    return this.alternates.planted
  }

  /** How many alternates were given up. */
  get nPrunedAlternateTrees(): number {
    return this.alternates.pruned
  }

  /** How many alternates took over because they were better. */
  get nSwitchAlternateTrees(): number {
    return this.alternates.switched
  }

  get summary(): AdaptiveTreeSummary {
    return summariseAdaptive(this.tree, this.alternates)
  }

  /** The tree as text, a line per node; alternates are not shown. */
  toText(): string {
    return this.look.toText()
  }

  /** The tree in the DOT language, to be drawn by Graphviz; alternates are not shown. */
  toDot(): string {
    return this.look.toDot()
  }

  /**
   * How much each feature has helped to tell events apart: as `HoeffdingTreeClassifier` tells it.
   *
   * @example
   * const options = { gracePeriod: 50, leafPrediction: 'mc', seed: 1 } as const
   * const model = new HoeffdingAdaptiveTreeClassifier(options)
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ amount: i % 20, age: i % 7 }, i % 20 < 10 ? 'low' : 'high')
   * }
   * model.featureImportances() // => Map(1) { 'amount' => 1 }
   */
  featureImportances(): Map<string, number> {
    return importancesOf(this.tree)
  }

  /**
   * Why a label is as likely as it is: as `HoeffdingTreeClassifier` explains it. Alternates are
   * explained as if they stood in the place of their branch; the path is that of the tree.
   *
   * @example
   * const options = { gracePeriod: 50, leafPrediction: 'mc', seed: 1 } as const
   * const model = new HoeffdingAdaptiveTreeClassifier(options)
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
    return explainAdaptiveClass(this.tree, this.alternates, row, code)
  }

  /** The way of one event through the tree, as text; empty before anything was learned. */
  debugOne(x: Features): string {
    return this.lookAt(x, (row) => this.look.wayOf(row))
  }

  checkState(): void {
    checkAdaptive(this.rng, this.alternates, this.tree.nodes)
  }
}
