import {
  Classifier,
  type Features,
  type Given,
  type Labels,
  type Row,
  type Rules,
} from '@coelho/core'
import type { SplitCriterion } from './criterion/branch-weights.js'
import { gini } from './criterion/gini.js'
import { hellinger } from './criterion/hellinger.js'
import { infoGain } from './criterion/info-gain.js'
import { ClassTree } from './grow/class-tree.js'
import type { LeafPrediction } from './leaf/predict-class.js'
import { summarise, type TreeSummary } from './show/summary.js'
import { toDot } from './show/to-dot.js'
import { pathToText, toText } from './show/to-text.js'
import { checkClassSplitter, GaussianSplitter } from './splitter/gaussian.js'

export interface HoeffdingTreeClassifierOptions {
  /** How much weight a leaf waits for between two attempts to split. */
  readonly gracePeriod: number
  /** How deep the tree may grow; null: as deep as River's, 980. */
  readonly maxDepth: number | null
  /** How splits are judged. */
  readonly splitCriterion: 'info_gain' | 'gini' | 'hellinger'
  /** The accepted error of a decision to split; 0 and 1 are excluded. */
  readonly delta: number
  /** Below this bound two splits count as equal, and the leaf is split all the same. */
  readonly tau: number
  /** How leaves predict: majority class, naive Bayes, or whichever has been better. */
  readonly leafPrediction: LeafPrediction
  /** How much weight a leaf needs before it uses naive Bayes (with `leafPrediction: 'nb'`). */
  readonly nbThreshold: number
  /** Features whose numbers are categories; strings always are. */
  readonly nominalAttributes: readonly string[] | null
  /** How thresholds of numeric features are found; null: a `GaussianSplitter`. */
  readonly splitter: GaussianSplitter | null
  /** Only binary splits, also of nominal features. */
  readonly binarySplit: boolean
  /** At least two branches of a split must get more than this share of the weight. */
  readonly minBranchFraction: number
  /** A leaf in which one class has more than this share of the weight is not split. */
  readonly maxShareToSplit: number
  /** How large the tree may grow, in mebibytes; then the least promising leaves are put to rest. */
  readonly maxSize: number
  /** After how much weight the size is measured. */
  readonly memoryEstimatePeriod: number
  /** Stop growing when the size limit is reached, instead of putting leaves to rest. */
  readonly stopMemManagement: boolean
  /** Leave out features that turned out poor (in leaves that predict by majority class). */
  readonly removePoorAttrs: boolean
  /** Not to split is one of the candidates. */
  readonly meritPreprune: boolean
}

/**
 * A decision tree that grows while it learns: a leaf is split as soon as the Hoeffding bound
 * says that its best split will stay the best. It looks at each event once.
 *
 * Numbers and booleans are numeric features, strings are nominal ones. An event without the
 * value a branch asks for goes down the branch most events took.
 *
 * @example
 * const model = new HoeffdingTreeClassifier({ gracePeriod: 50 })
 * for (let i = 0; i < 400; i++) model.learnOne({ amount: i % 100 }, i % 100 > 60 ? 'high' : 'low')
 * model.predictOne({ amount: 80 }) // => 'high'
 */
export class HoeffdingTreeClassifier extends Classifier<HoeffdingTreeClassifierOptions> {
  static override readonly id: string = 'tree.HoeffdingTreeClassifier'
  static override readonly rules: Rules<HoeffdingTreeClassifierOptions> = {
    gracePeriod: { kind: 'number', default: 200, above: 0 },
    maxDepth: { kind: 'integer', default: null, nullable: true, atLeast: 0 },
    splitCriterion: {
      kind: 'string',
      default: 'info_gain',
      choices: ['info_gain', 'gini', 'hellinger'],
    },
    delta: { kind: 'number', default: 1e-7, above: 0, below: 1 },
    tau: { kind: 'number', default: 0.05, atLeast: 0 },
    leafPrediction: { kind: 'string', default: 'nba', choices: ['mc', 'nb', 'nba'] },
    nbThreshold: { kind: 'number', default: 0, atLeast: 0 },
    nominalAttributes: { kind: 'strings', default: null, nullable: true },
    splitter: { kind: 'object', default: null, nullable: true },
    binarySplit: { kind: 'boolean', default: false },
    minBranchFraction: { kind: 'number', default: 0.01, atLeast: 0, atMost: 1 },
    maxShareToSplit: { kind: 'number', default: 0.99, above: 0, atMost: 1 },
    maxSize: { kind: 'number', default: 100, above: 0 },
    memoryEstimatePeriod: { kind: 'integer', default: 1_000_000, atLeast: 1 },
    stopMemManagement: { kind: 'boolean', default: false },
    removePoorAttrs: { kind: 'boolean', default: false },
    meritPreprune: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = ['tree']
  static readonly parts: readonly unknown[] = [ClassTree, GaussianSplitter]

  private readonly tree: ClassTree

  constructor(given: Given<HoeffdingTreeClassifierOptions> = {}) {
    super(given)
    const splitter = checkClassSplitter(this.who, this.options.splitter)
    const options = { ...this.options, splitter }
    this.tree = new ClassTree(options, CRITERIA[options.splitCriterion], this.schema, this.labels)
    for (const name of options.nominalAttributes ?? []) this.schema.add(this.who, name, 'category')
    this.schema.commit()
  }

  override get takesCategories(): boolean {
    return true
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.tree.learn(row, label, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    this.tree.score(row, scores)
    return this.labels.size > 0
  }

  override predictRow(row: Row): number {
    return this.tree.predict(row)
  }

  override predictThenLearnRow(row: Row, label: number, weight: number): number {
    return this.tree.predictThenLearn(row, label, weight)
  }

  /** River: labels in ascending order, also where they tie. */
  protected override order(): ArrayLike<number> {
    return this.labels.inOrder()
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

const CRITERIA: Readonly<Record<string, (labels: Labels) => SplitCriterion>> = {
  info_gain: () => infoGain,
  gini: () => gini,
  hellinger: (labels) => hellinger(codeOf(labels, 1, true), codeOf(labels, 0, false)),
}

function codeOf(labels: Labels, number: number, boolean: boolean): number {
  return Math.max(labels.find(number), labels.find(boolean))
}
