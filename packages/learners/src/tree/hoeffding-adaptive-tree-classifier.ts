import {
  Classifier,
  type Features,
  type Given,
  type Row,
  type Rules,
  random,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
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
import { checkDetector, type ErrorDetector } from './grow/error-detectors.js'
import { summarise, type TreeSummary } from './show/summary.js'
import { toDot } from './show/to-dot.js'
import { pathToText, toText } from './show/to-text.js'
import { GaussianSplitter } from './splitter/gaussian.js'

export interface HoeffdingAdaptiveTreeClassifierOptions extends ClassTreeSettings, Eagerness {
  /** Let a leaf learn each event some random number of times, 1 on average. */
  readonly bootstrapSampling: boolean
  /** How many events a branch and its alternate must have seen before they are compared. */
  readonly driftWindowThreshold: number
  /** Watches the error of each node; null: an `ADWIN`. */
  readonly driftDetector: ErrorDetector | null
  /** How likely it may be that an alternate that is no better takes its branch's place. */
  readonly switchSignificance: number
  /** Without effect: River's adaptive leaves keep all their features. */
  readonly removePoorAttrs: boolean
  /** Of the generator of all random choices; null: one is drawn, see `seed`. */
  readonly seed: random.Seed
}

/** What an adaptive tree looks like, in numbers. */
export interface AdaptiveTreeSummary extends TreeSummary {
  readonly nAlternateTrees: number
  readonly nPrunedAlternateTrees: number
  readonly nSwitchAlternateTrees: number
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
    bootstrapSampling: { kind: 'boolean', default: true },
    driftWindowThreshold: { kind: 'number', default: 300, atLeast: 0 },
    driftDetector: { kind: 'object', default: null, nullable: true },
    switchSignificance: { kind: 'number', default: 0.05, above: 0, atMost: 1 },
    seed: { kind: 'any', default: null },
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

  constructor(given: Given<Options> = {}) {
    super(given)
    const { who, options } = this
    const detector = options.driftDetector ?? new ADWIN()
    checkDetector(who, 'driftDetector', detector, false)
    this.rng = seeded(who, options.seed)
    const habits = { hasAsides: true, keepsLeaves: false }
    this.tree = classTreeOf(this, { ...options, removePoorAttrs: false }, habits)
    this.alternates = new Alternates(detector)
    this.grown = new AdaptiveClassTree(this.tree, this.alternates, this.labels, options, this.rng)
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
    return this.summary.nNodes
  }

  get nBranches(): number {
    return this.summary.nBranches
  }

  get nLeaves(): number {
    return this.summary.nLeaves
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
    return this.tree.nodes.height
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
    return {
      ...summarise(this.tree),
      nAlternateTrees: this.nAlternateTrees,
      nPrunedAlternateTrees: this.nPrunedAlternateTrees,
      nSwitchAlternateTrees: this.nSwitchAlternateTrees,
    }
  }

  /** The tree as text, a line per node; alternates are not shown. */
  toText(): string {
    return toText(this.tree, this.schema)
  }

  /** The tree in the DOT language, to be drawn by Graphviz; alternates are not shown. */
  toDot(): string {
    return toDot(this.tree, this.schema)
  }

  /**
   * How much each feature has helped to tell events apart: at each split how far impurity fell
   * (by the criterion), times the weight of the leaf that was split.
   * All together 1, the most important first; empty before any split. What a branch gave stays
   * counted when it is replaced.
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
   * Why a label is as likely as it is: what each feature adds to its probability, on the way from
   * the root to the leaf and in the leaf. `base` and all contributions add up to `prediction`,
   * which is what `predictProbaOne` says of `label`; without one, of the label that is predicted.
   *
   * A step down adds the difference between the shares of the class below and above it; a branch
   * stands for what it was when it was split. Where a leaf says what naive Bayes does,
   * each value adds by how much it moves that. Alternates are explained as if they stood in the
   * place of their branch; the path is that of the tree.
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
    const row = this.door.peek(x)
    try {
      return explainLabel(this, row, label, (code) => this.explainRow(row, code))
    } finally {
      this.forget()
    }
  }

  /** The same for a row, and the code of a label. */
  explainRow(row: Row, code: number): TreeExplanation {
    return explainAdaptiveClass(this.tree, this.alternates, row, code)
  }

  /** The way of one event through the tree, as text; empty before anything was learned. */
  debugOne(x: Features): string {
    const row = this.door.peek(x)
    try {
      return pathToText(this.tree, this.schema, row)
    } finally {
      this.forget()
    }
  }

  checkState(): void {
    if (!(this.rng instanceof random.Random)) throw new SnapshotError('the generator is missing')
    this.alternates.checkFit(this.tree.nodes)
  }
}
