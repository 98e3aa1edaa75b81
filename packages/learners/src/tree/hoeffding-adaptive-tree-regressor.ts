import {
  type Features,
  type Given,
  Regressor,
  type Row,
  type Rules,
  random,
  seeded,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { LinearRegression } from '../linear-model/linear-regression.js'
import {
  ADAPTIVE_HABITS,
  ADAPTIVE_TREE,
  type AdaptiveTreeSettings,
  type AdaptiveTreeSummary,
  checkAdaptive,
  chosenDetector,
  summariseAdaptive,
} from './adaptive-tree-options.js'
import { explainAdaptiveValue } from './explain/explain-value.js'
import type { TreeExplanation } from './explain/explanation.js'
import { importancesOf } from './explain/importances.js'
import { AdaptiveValueTree } from './grow/adaptive-value-tree.js'
import { Alternates } from './grow/alternates.js'
import { ValueTree } from './grow/value-tree.js'
import { TreeLook } from './show/tree-look.js'
import { TEBSTSplitter } from './splitter/tebst.js'
import { VALUE_TREE, type ValueTreeSettings, valueTreeOf } from './value-tree-options.js'

export interface HoeffdingAdaptiveTreeRegressorOptions
  extends ValueTreeSettings,
    AdaptiveTreeSettings {}

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
    ...ADAPTIVE_TREE,
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
  private readonly look: TreeLook

  constructor(given: Given<HoeffdingAdaptiveTreeRegressorOptions> = {}) {
    super(given)
    const { who, options } = this
    const detector = chosenDetector(who, options.driftDetector, true)
    this.rng = seeded(who, options.seed)
    this.tree = valueTreeOf(this, options, { habits: ADAPTIVE_HABITS })
    this.alternates = new Alternates(detector)
    this.grown = new AdaptiveValueTree(this.tree, this.alternates, options, this.rng)
    this.look = new TreeLook(this.tree, this.schema)
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
   * How much each feature has helped to tell events apart: as `HoeffdingTreeRegressor` tells it.
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
   * Why a number is predicted: as `HoeffdingTreeRegressor` explains it. Alternates are explained as
   * if they stood in the place of their branch; the path is that of the tree.
   *
   * @example
   * const options = { gracePeriod: 50, leafPrediction: 'mean', seed: 1 } as const
   * const model = new HoeffdingAdaptiveTreeRegressor(options)
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ km: i % 20, age: i % 7 }, i % 20 < 10 ? 5 : 25)
   * }
   * const { base, contributions } = model.explainOne({ km: 15, age: 3 })
   * Math.round(base) // => 13
   * Math.round(contributions.get('km')!) // => 12
   */
  explainOne(x: Features): TreeExplanation {
    return this.lookAt(x, (row) => this.explainRow(row))
  }

  /** The same for a row. */
  explainRow(row: Row): TreeExplanation {
    return explainAdaptiveValue(this.tree, this.alternates, row)
  }

  /** The way of one event through the tree, as text; empty before anything was learned. */
  debugOne(x: Features): string {
    return this.lookAt(x, (row) => this.look.wayOf(row))
  }

  checkState(): void {
    checkAdaptive(this.rng, this.alternates, this.tree.nodes)
  }
}
