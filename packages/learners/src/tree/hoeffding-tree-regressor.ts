import {
  type Features,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
} from '@coelho/core'
import { LinearRegression } from '../linear-model/linear-regression.js'
import { type ValuePrediction, ValueTree } from './grow/value-tree.js'
import { summarise, type TreeSummary } from './show/summary.js'
import { toDot } from './show/to-dot.js'
import { pathToText, toText } from './show/to-text.js'
import { TEBSTSplitter } from './splitter/tebst.js'
import { checkValueSplitter, type ValueSplitter } from './splitter/value-splitter.js'

export interface HoeffdingTreeRegressorOptions {
  /** How much weight a leaf waits for between two attempts to split. */
  readonly gracePeriod: number
  /** How deep the tree may grow; null: as deep as River's, 980. */
  readonly maxDepth: number | null
  /** The accepted error of a decision to split; 0 and 1 are excluded. */
  readonly delta: number
  /** Below this bound two splits count as equal, and the leaf is split all the same. */
  readonly tau: number
  /** How leaves predict: their mean, a model of their own, or whichever has been better. */
  readonly leafPrediction: ValuePrediction
  /** The model each leaf begins with, fresh; null: a `LinearRegression`. */
  readonly leafModel: RegressorLike | null
  /** How slowly past errors are forgotten when the better of mean and model is chosen. */
  readonly modelSelectorDecay: number
  /** Features whose numbers are categories; strings always are. */
  readonly nominalAttributes: readonly string[] | null
  /** How thresholds of numeric features are found; null: a `TEBSTSplitter`. */
  readonly splitter: ValueSplitter | null
  /** How much weight each branch of a split must have. */
  readonly minSamplesSplit: number
  /** Only binary splits, also of nominal features. */
  readonly binarySplit: boolean
  /** How large the tree may grow, in mebibytes; then the deepest leaves are put to rest. */
  readonly maxSize: number
  /** After how much weight the size is measured. */
  readonly memoryEstimatePeriod: number
  /** Stop growing when the size limit is reached, instead of putting leaves to rest. */
  readonly stopMemManagement: boolean
  /** Leave out features that turned out poor. */
  readonly removePoorAttrs: boolean
  /** Not to split is one of the candidates. */
  readonly meritPreprune: boolean
}

/**
 * A regression tree that grows while it learns: a leaf is split as soon as the Hoeffding bound
 * says that its best split, the one that takes away most variance, will stay the best.
 *
 * Numbers and booleans are numeric features, strings are nominal ones; models in the leaves
 * that take numbers only do not see the strings. An event without the value a branch asks for
 * goes down the branch most events took.
 *
 * @example
 * const model = new HoeffdingTreeRegressor({ gracePeriod: 50, leafPrediction: 'mean' })
 * for (let i = 0; i < 400; i++) model.learnOne({ km: i % 20 }, i % 20 < 10 ? 5 : 25)
 * model.predictOne({ km: 15 }) // => 25
 */
export class HoeffdingTreeRegressor extends Regressor<HoeffdingTreeRegressorOptions> {
  static override readonly id: string = 'tree.HoeffdingTreeRegressor'
  static override readonly rules: Rules<HoeffdingTreeRegressorOptions> = {
    gracePeriod: { kind: 'number', default: 200, above: 0 },
    maxDepth: { kind: 'integer', default: null, nullable: true, atLeast: 0 },
    delta: { kind: 'number', default: 1e-7, above: 0, below: 1 },
    tau: { kind: 'number', default: 0.05, atLeast: 0 },
    leafPrediction: { kind: 'string', default: 'adaptive', choices: ['mean', 'model', 'adaptive'] },
    leafModel: { kind: 'object', default: null, nullable: true },
    modelSelectorDecay: { kind: 'number', default: 0.95, atLeast: 0, atMost: 1 },
    nominalAttributes: { kind: 'strings', default: null, nullable: true },
    splitter: { kind: 'object', default: null, nullable: true },
    minSamplesSplit: { kind: 'number', default: 5, atLeast: 0 },
    binarySplit: { kind: 'boolean', default: false },
    maxSize: { kind: 'number', default: 500, above: 0 },
    memoryEstimatePeriod: { kind: 'integer', default: 1_000_000, atLeast: 1 },
    stopMemManagement: { kind: 'boolean', default: false },
    removePoorAttrs: { kind: 'boolean', default: false },
    meritPreprune: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = ['tree']
  static readonly parts: readonly unknown[] = [ValueTree, TEBSTSplitter, LinearRegression]

  private readonly tree: ValueTree

  constructor(given: Given<HoeffdingTreeRegressorOptions> = {}) {
    super(given)
    const splitter = this.options.splitter ?? new TEBSTSplitter()
    checkValueSplitter(this.who, splitter)
    const model = this.options.leafModel ?? new LinearRegression()
    this.tree = new ValueTree(this.who, { ...this.options, splitter }, model, this.schema)
    for (const name of this.options.nominalAttributes ?? []) {
      this.schema.add(this.who, name, 'category')
    }
    this.schema.commit()
  }

  override get takesCategories(): boolean {
    return true
  }

  override get mayRefuse(): boolean {
    return this.tree.models.mayRefuse
  }

  override admitRow(row: Row): void {
    this.tree.admit(row)
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.tree.learn(row, y, weight)
  }

  predictRow(row: Row): number {
    return this.tree.predict(row)
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

  get summary(): TreeSummary {
    return summarise(this.tree)
  }

  /** The tree as text, a line per node. */
  toText(): string {
    return toText(this.tree, this.schema)
  }

  /** The tree in the DOT language, to be drawn by Graphviz. */
  toDot(): string {
    return toDot(this.tree, this.schema)
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
}
