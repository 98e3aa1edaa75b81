import {
  BinaryLabels,
  Classifier,
  type Features,
  type Given,
  type Row,
  type Rules,
} from '@coelho/core'
import { GradientTree, type GradientTreeOptions } from './gradient/gradient-tree.js'
import { BINARY_CROSS_ENTROPY } from './gradient/loss.js'
import {
  GRADIENT_RULES,
  type GradientTreeSummary,
  gradientTreeOf,
  summariseGradients,
} from './gradient/options.js'
import { TreeLook } from './show/tree-look.js'
import { StaticQuantizer } from './splitter/static-quantizer.js'

export type SGTClassifierOptions = GradientTreeOptions

/**
 * A stochastic gradient tree for two classes: it grows by the derivatives of the cross entropy,
 * and a leaf is split, or changes its prediction, as soon as an F test says that this lowers it.
 *
 * Its classes are `false` and `true`; as in River they are told so also where they are taught as 0
 * and 1. Of other labels the first is the negative class and the second the positive one. A third
 * one is refused.
 *
 * Numbers and booleans are numeric features, strings are nominal ones. An event without the value
 * a branch asks for goes down the branch most events took. `maxDepth: 0` is a single leaf, where
 * River takes it for no limit.
 *
 * @example
 * const model = new SGTClassifier({ delta: 0.01, lambdaValue: 0.01, gamma: 0.1 })
 * for (let i = 0; i < 2000; i++) model.learnOne({ km: i % 20 }, i % 20 >= 10)
 * model.predictOne({ km: 15 }) // => true
 */
export class SGTClassifier extends Classifier<SGTClassifierOptions> {
  static override readonly id: string = 'tree.SGTClassifier'
  static override readonly rules: Rules<SGTClassifierOptions> = GRADIENT_RULES
  static override readonly state: readonly string[] = ['tree']
  static readonly parts: readonly unknown[] = [BinaryLabels, GradientTree, StaticQuantizer]

  override readonly labels: BinaryLabels = new BinaryLabels(this.schema.options.maxLabels)

  private readonly tree: GradientTree
  private readonly look: TreeLook

  constructor(given: Given<SGTClassifierOptions> = {}) {
    super(given)
    this.tree = gradientTreeOf(this, this.options, BINARY_CROSS_ENTROPY)
    this.look = new TreeLook(this.tree, this.schema)
  }

  override get takesCategories(): boolean {
    return true
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.tree.learn(row, label, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.labels.score(this.tree.predict(row), scores)
  }

  override predictThenLearnRow(row: Row, label: number, weight: number): number {
    const scores = this.scratch()
    this.labels.score(this.tree.predictThenLearn(row, label, weight), scores)
    return this.best(scores)
  }

  /** River: a tie is for the positive class. */
  protected override order(): ArrayLike<number> | undefined {
    return this.labels.candidates === 2 ? POSITIVE_FIRST : undefined
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

const POSITIVE_FIRST: readonly number[] = [1, 0]
