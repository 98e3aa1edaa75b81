import {
  type Features,
  type Given,
  Regressor,
  type Row,
  type Rules,
  random,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { LinearRegression } from '../linear-model/linear-regression.js'
import { explainAdaptiveValue } from './explain/explain-value.js'
import type { TreeExplanation } from './explain/explanation.js'
import { importancesOf } from './explain/importances.js'
import { AdaptiveValueTree } from './grow/adaptive-value-tree.js'
import { Alternates } from './grow/alternates.js'
import { checkDetector, type ErrorDetector } from './grow/error-detectors.js'
import { ValueTree } from './grow/value-tree.js'
import type { AdaptiveTreeSummary } from './hoeffding-adaptive-tree-classifier.js'
import { summarise } from './show/summary.js'
import { toDot } from './show/to-dot.js'
import { pathToText, toText } from './show/to-text.js'
import { TEBSTSplitter } from './splitter/tebst.js'
import { VALUE_TREE, type ValueTreeSettings, valueTreeOf } from './value-tree-options.js'

export interface HoeffdingAdaptiveTreeRegressorOptions extends ValueTreeSettings {
  /** Let a leaf learn each event some random number of times, about 1 on average. */
  readonly bootstrapSampling: boolean
  /** How many events a branch and its alternate must have seen before they are compared. */
  readonly driftWindowThreshold: number
  /** Watches the absolute error of each node; null: an `ADWIN`. */
  readonly driftDetector: ErrorDetector | null
  /** How likely it may be that an alternate that is no better takes its branch's place. */
  readonly switchSignificance: number
  /** Of the generator of all random choices; null: one is drawn, see `seed`. */
  readonly seed: random.Seed
}

type Options = HoeffdingAdaptiveTreeRegressorOptions

/**
 * A regression tree that notices when what it has learned no longer holds: each node watches its
 * absolute error, and beside a branch whose error rises an alternate begins to learn, which takes
 * over once it is better, or as soon as it can be split. Until then the mean of both is told.
 *
 * @example
 * const options = { gracePeriod: 50, leafPrediction: 'mean', seed: 1 } as const
 * const model = new HoeffdingAdaptiveTreeRegressor(options)
 * for (let i = 0; i < 400; i++) model.learnOne({ km: i % 20 }, i % 20 < 10 ? 5 : 25)
 * Math.round(model.predictOne({ km: 15 })) // => 25
 */
export class HoeffdingAdaptiveTreeRegressor extends Regressor<Options> {
  static override readonly id: string = 'tree.HoeffdingAdaptiveTreeRegressor'
  static override readonly rules: Rules<HoeffdingAdaptiveTreeRegressorOptions> = {
    ...VALUE_TREE,
    bootstrapSampling: { kind: 'boolean', default: true },
    driftWindowThreshold: { kind: 'number', default: 300, atLeast: 0 },
    driftDetector: { kind: 'object', default: null, nullable: true },
    switchSignificance: { kind: 'number', default: 0.05, above: 0, atMost: 1 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['tree', 'alternates', 'rng']
  static readonly parts: readonly unknown[] = [
    ValueTree,
    Alternates,
    random.Random,
    TEBSTSplitter,
    LinearRegression,
    ADWIN,
  ]

  private readonly tree: ValueTree
  private readonly alternates: Alternates
  private readonly rng: random.Random
  private readonly grown: AdaptiveValueTree

  constructor(given: Given<HoeffdingAdaptiveTreeRegressorOptions> = {}) {
    super(given)
    const { who, options } = this
    const detector = options.driftDetector ?? new ADWIN()
    checkDetector(who, 'driftDetector', detector, true)
    this.rng = seeded(who, options.seed)
    this.tree = valueTreeOf(this, options, { habits: { hasAsides: true, keepsLeaves: false } })
    this.alternates = new Alternates(detector)
    this.grown = new AdaptiveValueTree(this.tree, this.alternates, options, this.rng)
  }

  override get takesCategories(): boolean {
    return true
  }

  override get mayRefuse(): boolean {
    return this.tree.models.mayRefuse
  }

  override admitRow(row: Row): void {
    this.grown.admit(row)
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.grown.learn(row, y, weight)
  }

  predictRow(row: Row): number {
    return this.grown.predict(row)
  }

  override predictThenLearnRow(row: Row, y: number, weight: number): number {
    return this.grown.predictThenLearn(row, y, weight)
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
   * (the variance), times the weight of the leaf that was split.
   * All together 1, the most important first; empty before any split. What a branch gave stays
   * counted when it is replaced.
   *
   * @example
   * const options = { gracePeriod: 50, leafPrediction: 'mean', seed: 1 } as const
   * const model = new HoeffdingAdaptiveTreeRegressor(options)
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
   * under `LEAF_MODEL`. Alternates are explained as if they stood in the place of their branch;
   * the path is that of the tree.
   *
   * @example
   * const options = { gracePeriod: 50, leafPrediction: 'mean', seed: 1 } as const
   * const model = new HoeffdingAdaptiveTreeRegressor(options)
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ km: i % 20, age: i % 7 }, i % 20 < 10 ? 5 : 25)
   * }
   * const { base, contributions } = model.explainOne({ km: 15, age: 3 })
   * Math.round(base) // => 13
   * Math.round(contributions.get('km')) // => 12
   */
  explainOne(x: Features): TreeExplanation {
    const row = this.door.peek(x)
    try {
      return this.explainRow(row)
    } finally {
      this.forget()
    }
  }

  /** The same for a row. */
  explainRow(row: Row): TreeExplanation {
    return explainAdaptiveValue(this.tree, this.alternates, row)
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
