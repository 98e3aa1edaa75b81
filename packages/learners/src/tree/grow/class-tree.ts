import { type Labels, type Row, type Schema, SnapshotError } from '@coelho/core'
import type { CriterionOf } from '../criterion/criteria.js'
import { Insight } from '../explain/insight.js'
import { ClassLeaf } from '../leaf/class-leaf.js'
import { ClassList } from '../leaf/class-list.js'
import {
  bestByRank,
  firstHighest,
  type LeafPrediction,
  LeafVotes,
  majorityShares,
  sharesByRiver,
} from '../leaf/predict-class.js'
import { describeClasses } from '../show/describe-leaf.js'
import { attemptSplit } from './attempt-split.js'
import { checkTree, type TreeHabits } from './check-tree.js'
import { heaviestChild, leafFor, pathOf } from './descend.js'
import type { FeaturePicker } from './feature-picker.js'
import { isLeafOf } from './fits-schema.js'
import { Fan, Nodes } from './nodes.js'
import { DEEPEST, SizeLimit, type SizeOptions } from './size-limit.js'
import { type SearchOptions, SplitSearch } from './split-search.js'

export interface ClassTreeOptions extends SearchOptions, SizeOptions {
  readonly gracePeriod: number
  readonly delta: number
  readonly tau: number
  readonly leafPrediction: LeafPrediction
  readonly nbThreshold: number
  readonly removePoorAttrs: boolean
  readonly memoryEstimatePeriod: number
}

/**
 * A growing classification tree: the engine under the Hoeffding trees. It knows rows and label
 * codes only; what users see of it is `HoeffdingTreeClassifier` and its kin.
 */
export class ClassTree {
  static readonly id = 'tree.ClassTree'
  static readonly state = ['nodes', 'size', 'weightSeen', 'classes', 'insight'] as const
  static readonly parts: readonly unknown[] = [Nodes, SizeLimit, ClassList, ClassLeaf, Fan, Insight]

  readonly nodes: Nodes<ClassLeaf> = new Nodes()
  readonly size: SizeLimit = new SizeLimit()
  readonly insight: Insight = new Insight()
  weightSeen = 0
  /** The classes it has learned: in a forest a tree may know fewer than there are. */
  readonly classes: ClassList = new ClassList()
  private nextEstimate = 0

  readonly options: ClassTreeOptions
  readonly schema: Schema
  readonly search: SplitSearch
  private readonly labels: Labels
  private readonly criterion: CriterionOf
  readonly habits: TreeHabits | undefined
  readonly votes: LeafVotes = new LeafVotes()
  private readonly picker: FeaturePicker | null
  /** Where the row in hand ends, and how naive Bayes voted there: see `foresee`. */
  private node = 0
  private voted: Float64Array | undefined

  /** `picker`: in a forest each leaf looks at some features only. */
  constructor(
    options: ClassTreeOptions,
    criterion: CriterionOf,
    schema: Schema,
    labels: Labels,
    picker: FeaturePicker | null = null,
    habits?: TreeHabits,
  ) {
    this.options = options
    this.criterion = criterion
    this.schema = schema
    this.labels = labels
    this.picker = picker
    this.habits = habits
    this.search = new SplitSearch(options, schema)
    this.planEstimate()
  }

  judgeOf(leaf: ClassLeaf): ReturnType<CriterionOf> {
    return this.criterion(this.labels, leaf)
  }

  /** By label code its place in the order of the labels. */
  ranks(): Int32Array {
    return this.labels.ranks()
  }

  /** Learns one row. */
  learn(row: Row, label: number, weight: number): void {
    this.plant()
    this.learnAt(this.nodes.walk(row), row, label, weight, undefined, false)
  }

  /** The label it would have predicted for the row, which it then learns: one walk for both. */
  predictThenLearn(row: Row, label: number, weight: number): number {
    const predicted = this.foresee(row)
    this.learnForeseen(row, label, weight)
    return predicted
  }

  /** Predicts a row that it is to learn next; with `scores` it writes probabilities too. */
  foresee(row: Row, scores?: Float64Array): number {
    if (this.classes.count === 0) return -1
    const { nodes, options, votes } = this
    const node = nodes.walk(row)
    const leaf = nodes.isLeaf(node) ? nodes.leafAt(node) : leafFor(nodes, row)
    const voted =
      leaf.active && options.leafPrediction !== 'mc' ? votes.naiveBayes(leaf, row) : undefined
    this.node = node
    this.voted = voted
    const byBayes = this.prefersBayes(leaf)
    if (scores && !byBayes) majorityShares(leaf, scores)
    else if (scores && voted) votes.normalise(leaf, voted, scores)
    return this.pick(leaf, row, byBayes ? voted : 'majority')
  }

  /** Learns the row that `foresee` was given last. */
  learnForeseen(row: Row, label: number, weight: number): void {
    if (this.nodes.count === 0) this.learn(row, label, weight)
    else this.learnAt(this.node, row, label, weight, this.voted, this.nodes.isLeaf(this.node))
  }

  predict(row: Row): number {
    if (this.classes.count === 0) return -1
    const leaf = leafFor(this.nodes, row)
    const byBayes = this.prefersBayes(leaf)
    return this.pick(leaf, row, byBayes ? this.votes.naiveBayes(leaf, row) : 'majority')
  }

  /** Writes the probability of each label code. */
  score(row: Row, scores: Float64Array): void {
    if (this.nodes.count > 0) this.scoreLeaf(leafFor(this.nodes, row), row, scores)
  }

  scoreLeaf(leaf: ClassLeaf, row: Row, scores: Float64Array): void {
    if (!this.prefersBayes(leaf)) majorityShares(leaf, scores)
    else {
      const votes = this.votes.naiveBayes(leaf, row)
      if (votes) this.votes.normalise(leaf, votes, scores)
    }
  }

  /**
   * The size is measured whenever another period's weight has come. River: only if the weight
   * is a multiple of the period to the last bit, which fractional weights never are.
   */
  private planEstimate(): void {
    const { memoryEstimatePeriod } = this.options
    const periods = Math.floor(this.weightSeen / memoryEstimatePeriod) + 1
    this.nextEstimate = periods * memoryEstimatePeriod
  }

  private plant(): void {
    if (this.nodes.count > 0) return
    this.nodes.addLeaf(this.newLeaf(0), 0)
    this.size.activeLeaves = 1
  }

  begin(label: number, weight: number): void {
    this.plant()
    this.weightSeen += weight
    this.classes.add(label)
  }

  /** Comes after it. */
  end(): void {
    if (this.weightSeen < this.nextEstimate) return
    this.size.estimate(this.nodes, this.options, this.insight.bytes)
    this.planEstimate()
  }

  private learnAt(
    node: number,
    row: Row,
    label: number,
    weight: number,
    votes: Float64Array | undefined,
    voted: boolean,
  ): void {
    this.begin(label, weight)
    if (this.nodes.isLeaf(node)) {
      const leaf = this.nodes.leafAt(node)
      this.learnLeaf(leaf, row, label, weight, votes, voted)
      if (this.size.mayGrow && leaf.active) this.consider(node, leaf)
    } else {
      const leaf = this.nodes.leafAt(this.leafBelow(node, row))
      this.learnLeaf(leaf, row, label, weight, undefined, false)
    }
    this.end()
  }

  /** `given`: the votes of naive Bayes for the row, if it has `voted` already. */
  learnLeaf(
    leaf: ClassLeaf,
    row: Row,
    label: number,
    weight: number,
    given: Float64Array | undefined,
    voted: boolean,
  ): void {
    if (this.options.leafPrediction === 'nba' && leaf.active) {
      const { codes, count } = leaf.classes
      const majority = firstHighest(leaf.weights, count)
      if (majority < 0 || codes[majority] === label) leaf.mcCorrect += weight
      const votes = voted ? given : this.votes.naiveBayes(leaf, row)
      if (votes && codes[this.votes.likeliest(leaf, row, votes)] === label) leaf.nbCorrect += weight
    }
    leaf.learn(row, label, weight, this.schema, this.options.leafPrediction !== 'mc', this.picker)
  }

  /** Tries to split a leaf, once enough has come since the last time. */
  private consider(node: number, leaf: ClassLeaf): void {
    const { gracePeriod, maxDepth } = this.options
    if (leaf.depth >= (maxDepth ?? DEEPEST)) {
      this.size.deactivate(leaf)
      return
    }
    if (!leaf.hasWaited(gracePeriod)) return
    const weight = leaf.totalWeight
    attemptSplit(this, node, leaf)
    leaf.tried(weight)
  }

  newLeaf(depth: number): ClassLeaf {
    const leaf = new ClassLeaf()
    leaf.depth = depth
    this.search.equip(leaf)
    return leaf
  }

  /** Where an event ends whose way stops at a branch: a category is new, or a value absent. */
  leafBelow(from: number, row: Row): number {
    const { nodes } = this
    let node = from
    while (!nodes.isLeaf(node)) {
      const value = row.values[nodes.features[node]]
      if (nodes.isMultiway(node) && value === value) {
        this.size.activeLeaves++
        return nodes.addBranch(node, value, this.newLeaf(nodes.depths[node] + 1))
      }
      node = nodes.walk(row, heaviestChild(nodes, node))
    }
    return node
  }

  /** True if a leaf now predicts by naive Bayes. */
  prefersBayes(leaf: ClassLeaf): boolean {
    const { leafPrediction, nbThreshold } = this.options
    if (leafPrediction === 'mc' || !leaf.active) return false
    if (leafPrediction === 'nb') return leaf.totalWeight >= nbThreshold
    return leaf.nbCorrect >= leaf.mcCorrect
  }

  /** The label with the highest vote; ties go to the first in the order of the labels. */
  pick(leaf: ClassLeaf, row: Row, votes: Float64Array | 'majority' | undefined): number {
    if (votes === undefined) return this.firstClass()
    const { classes, weights, columns } = leaf
    const { isNear } = this.votes
    let best = -1
    if (votes === 'majority') best = bestByRank(weights, classes, this.ranks(), 0)
    else if (isNear) best = bestByRank(sharesByRiver(leaf, row), classes, this.ranks(), -1, 0)
    else if (columns) best = bestByRank(votes, classes, this.ranks(), -Infinity)
    else best = classes.codes[firstHighest(votes, classes.count)]
    return best >= 0 ? best : this.firstClass()
  }

  /** The first of its classes in the order of the labels; -1 before it has learned any. */
  firstClass(): number {
    return this.classes.first(this.ranks())
  }

  describe(node: number): string {
    return describeClasses(this.nodes.leafAt(node), this.labels)
  }

  /** The path of an event: the node numbers from the root to its leaf. */
  path(row: Row): number[] {
    return pathOf(this.nodes, row)
  }

  checkState(): void {
    this.planEstimate()
    const { codes, count } = this.classes
    const known = codes.subarray(0, count).every((code) => code >= 0 && code < this.labels.size)
    if (!known || count > 0 !== this.nodes.count > 0) {
      throw new SnapshotError('a tree must know which classes it has learned')
    }
    checkTree(this, (leaf) => isLeafOf(leaf, this.schema, this.labels) && this.search.owns(leaf))
  }
}
