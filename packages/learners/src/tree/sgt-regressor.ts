import { type Features, type Given, Regressor, type Row, type Rules } from '@coelho/core'
import { GradientTree, type GradientTreeOptions } from './gradient/gradient-tree.js'
import { SQUARED_ERROR } from './gradient/loss.js'
import {
  chosenQuantizer,
  GRADIENT_RULES,
  type GradientTreeSummary,
  summariseGradients,
} from './gradient/options.js'
import { toDot } from './show/to-dot.js'
import { pathToText, toText } from './show/to-text.js'
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

  constructor(given: Given<SGTRegressorOptions> = {}) {
    super(given)
    const quantizer = chosenQuantizer(this.who, this.options.featureQuantizer)
    for (const name of this.options.nominalAttributes ?? []) {
      this.schema.add(this.who, name, 'category')
    }
    this.schema.commit()
    this.tree = new GradientTree(this.options, quantizer, SQUARED_ERROR, this.schema)
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
    return this.tree.nodes.count
  }

  get nBranches(): number {
    return this.nNodes - this.nLeaves
  }

  get nLeaves(): number {
    return this.tree.nodes.leafCount
  }

  /** How many nodes the longest path has. */
  get height(): number {
    return this.tree.nodes.height
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
    return toText(this.tree, this.schema)
  }

  /** The tree in the DOT language, to be drawn by Graphviz. */
  toDot(): string {
    return toDot(this.tree, this.schema)
  }

  /** The way of one event through the tree, as text. */
  debugOne(x: Features): string {
    const row = this.door.peek(x)
    try {
      return pathToText(this.tree, this.schema, row)
    } finally {
      this.forget()
    }
  }
}
