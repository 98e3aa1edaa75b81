import {
  type Features,
  type Given,
  InvalidLabelError,
  MultiOutput,
  type OutputValues,
  type Row,
  type Rules,
} from '@coelho/core'
import { LinearRegression } from '../linear-model/linear-regression.js'
import { importancesOf } from './explain/importances.js'
import { TargetsTree } from './grow/targets-tree.js'
import type { ValueTree } from './grow/value-tree.js'
import { summarise, type TreeSummary } from './show/summary.js'
import { TreeLook } from './show/tree-look.js'
import { TEBSTSplitter } from './splitter/tebst.js'
import { VALUE_TREE, type ValueTreeSettings, valueTreeOf } from './value-tree-options.js'

export type ISOUPTreeRegressorOptions = ValueTreeSettings

/**
 * A regression tree that tells several numbers at once: one tree for all targets, split where the
 * mean of their variances falls most. Each leaf has a mean and a model for every target.
 *
 * Targets are given as an object and may be missing; a new one is known from its first event on.
 *
 * @example
 * const model = new ISOUPTreeRegressor({ gracePeriod: 50, leafPrediction: 'mean' })
 * for (let i = 0; i < 400; i++) {
 *   const far = i % 20 >= 10
 *   model.learnOne({ km: i % 20 }, { minutes: far ? 25 : 5, price: far ? 8 : 3 })
 * }
 * model.predictOne({ km: 15 }) // => { minutes: 25, price: 8 }
 */
export class ISOUPTreeRegressor extends MultiOutput<ISOUPTreeRegressorOptions, number> {
  static override readonly id: string = 'tree.ISOUPTreeRegressor'
  static override readonly rules: Rules<ISOUPTreeRegressorOptions> = VALUE_TREE
  static override readonly state: readonly string[] = ['grown']
  static readonly parts: readonly unknown[] = [TargetsTree, TEBSTSplitter, LinearRegression]

  private readonly tree: ValueTree
  private readonly grown: TargetsTree
  private readonly look: TreeLook

  constructor(given: Given<ISOUPTreeRegressorOptions> = {}) {
    super(given)
    this.tree = valueTreeOf(this, this.options, { named: true })
    this.grown = new TargetsTree(this.tree)
    this.look = new TreeLook(this.grown, this.schema)
  }

  get kind(): 'multi-target regressor' {
    return 'multi-target regressor'
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

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.checkCount(Object.keys(y as object))
  }

  override checkTargets(y: ArrayLike<unknown>, weights?: ArrayLike<number>): void {
    super.checkTargets(y, weights)
    const names = new Set<string>()
    for (let i = 0; i < y.length; i++) for (const name in y[i] as object) names.add(name)
    this.checkCount(names)
  }

  private checkCount(names: Iterable<string>): void {
    const { maxLabels } = this.schema.options
    const count = this.grown.sizeWith(names)
    if (count <= maxLabels) return
    throw new InvalidLabelError(this.who, `must bring the targets to ${maxLabels} at most`, count)
  }

  learnOutputs(row: Row, y: OutputValues<number>, weight: number): void {
    this.grown.learn(row, y, weight)
  }

  answerRow(row: Row): OutputValues<number> {
    return this.grown.predict(row)
  }

  /** The targets it has met. */
  get targets(): ReadonlySet<string> {
    return new Set(this.grown.names)
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
   * How much each feature has helped to tell events apart, by how far the mean variance of all
   * targets fell: see `HoeffdingTreeRegressor`.
   */
  featureImportances(): Map<string, number> {
    return importancesOf(this.tree)
  }

  /** The way of one event through the tree, as text; empty before anything was learned. */
  debugOne(x: Features): string {
    return this.lookAt(x, (row) => this.look.wayOf(row))
  }
}
