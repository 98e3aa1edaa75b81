import { type Features, type Given, Regressor, type Row, type Rules } from '@coelho/core'
import { GradientTree, type GradientTreeOptions } from './gradient/gradient-tree.js'
import { SQUARED_ERROR } from './gradient/loss.js'
import {
  GRADIENT_RULES,
  type GradientTreeSummary,
  gradientTreeOf,
  summariseGradients,
} from './gradient/options.js'
import { TreeLook } from './show/tree-look.js'
import { StaticQuantizer } from './splitter/static-quantizer.js'

export type SGTRegressorOptions = GradientTreeOptions

/**
 * A stochastic gradient tree for numbers: it grows by the derivatives of the squared error, and a
 * leaf is split, or changes its prediction, as soon as an F test says that this lowers the error.
 *
 * Numbers and booleans are numeric features, strings are nominal ones. An event without the value
 * a branch asks for goes down the branch most events took. `maxDepth: 0` is a single leaf, where
 * River takes it for no limit.
 *
 * @example
 * const model = new SGTRegressor({ delta: 0.01, lambdaValue: 0.01, gamma: 0.1 })
 * for (let i = 0; i < 2000; i++) model.learnOne({ km: i % 20 }, i % 20 < 10 ? 5 : 25)
 * Math.round(model.predictOne({ km: 15 })) // => 25
 */
export class SGTRegressor extends Regressor<SGTRegressorOptions> {
  static override readonly id: string = 'tree.SGTRegressor'
  static override readonly rules: Rules<SGTRegressorOptions> = GRADIENT_RULES
  static override readonly state: readonly string[] = ['tree']
  static readonly parts: readonly unknown[] = [GradientTree, StaticQuantizer]

  private readonly tree: GradientTree
  private readonly look: TreeLook

  constructor(given: Given<SGTRegressorOptions> = {}) {
    super(given)
    this.tree = gradientTreeOf(this, this.options, SQUARED_ERROR)
    this.look = new TreeLook(this.tree, this.schema)
  }

  override get takesCategories(): boolean {
    return true
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

  /** How many nodes the longest path has. */
  get height(): number {
    return this.look.height
  }

  /** How often a leaf was split. */
  get nSplits(): number {
    return this.tree.nSplits
  }

  /** How often a leaf changed its prediction instead. */
  get nNodeUpdates(): number {
    return this.tree.nNodeUpdates
  }

  /** The weight of all events that were learned. */
  get nObservations(): number {
    return this.tree.nObservations
  }

  get summary(): GradientTreeSummary {
    return summariseGradients(this.tree)
  }

  /** The tree as text, a line per node. */
  toText(): string {
    return this.look.toText()
  }

  /** The tree in the DOT language, to be drawn by Graphviz. */
  toDot(): string {
    return this.look.toDot()
  }

  /** The way of one event through the tree, as text. */
  debugOne(x: Features): string {
    return this.lookAt(x, (row) => this.look.wayOf(row))
  }
}
