import type { Labels, Row, Schema } from '@coelho/core'
import type { SplitCriterion } from '../criterion/branch-weights.js'
import { ClassLeaf } from '../leaf/class-leaf.js'
import {
  firstHighest,
  type LeafPrediction,
  LeafVotes,
  majorityShares,
} from '../leaf/predict-class.js'
import { describeClasses } from '../show/describe-leaf.js'
import { attemptSplit } from './attempt-split.js'
import { checkTree } from './check-tree.js'
import { heaviestChild, leafFor, pathOf } from './descend.js'
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
  static readonly state = ['nodes', 'size', 'weightSeen'] as const
  static readonly parts: readonly unknown[] = [Nodes, SizeLimit, ClassLeaf, Fan]

  readonly nodes: Nodes<ClassLeaf> = new Nodes()
  readonly size: SizeLimit = new SizeLimit()
  weightSeen = 0
  private nextEstimate = 0

  readonly options: ClassTreeOptions
  readonly schema: Schema
  readonly search: SplitSearch
  private readonly labels: Labels
  private readonly criterion: (labels: Labels) => SplitCriterion
  private readonly votes: LeafVotes = new LeafVotes()

  constructor(
    options: ClassTreeOptions,
    criterion: (labels: Labels) => SplitCriterion,
    schema: Schema,
    labels: Labels,
  ) {
    this.options = options
    this.criterion = criterion
    this.schema = schema
    this.labels = labels
    this.search = new SplitSearch(options, schema)
    this.planEstimate()
  }

  get judge(): SplitCriterion {
    return this.criterion(this.labels)
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
    this.plant()
    const node = this.nodes.walk(row)
    if (!this.nodes.isLeaf(node)) {
      const predicted = this.predict(row)
      this.learnAt(node, row, label, weight, undefined, false)
      return predicted
    }
    const leaf = this.nodes.leafAt(node)
    const voting = leaf.active && this.options.leafPrediction !== 'mc'
    const votes = voting ? this.votes.naiveBayes(leaf, row) : undefined
    const predicted = this.pick(leaf, this.prefersBayes(leaf) ? votes : 'majority')
    this.learnAt(node, row, label, weight, votes, true)
    return predicted
  }

  /** The code of the most likely label. */
  predict(row: Row): number {
    if (this.nodes.count === 0) return -1
    const leaf = leafFor(this.nodes, row)
    return this.pick(leaf, this.prefersBayes(leaf) ? this.votes.naiveBayes(leaf, row) : 'majority')
  }

  /** Writes the probability of each label code. */
  score(row: Row, scores: Float64Array): void {
    if (this.nodes.count === 0) return
    const leaf = leafFor(this.nodes, row)
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

  private learnAt(
    node: number,
    row: Row,
    label: number,
    weight: number,
    votes: Float64Array | undefined,
    voted: boolean,
  ): void {
    this.weightSeen += weight
    if (this.nodes.isLeaf(node)) {
      const leaf = this.nodes.leafAt(node)
      this.learnLeaf(leaf, row, label, weight, votes, voted)
      if (this.size.mayGrow && leaf.active) this.consider(node, leaf)
    } else this.learnLeaf(this.leafBelow(node, row), row, label, weight, undefined, false)
    if (this.weightSeen >= this.nextEstimate) {
      this.size.estimate(this.nodes, this.options)
      this.planEstimate()
    }
  }

  private learnLeaf(
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
      if (votes && codes[firstHighest(votes, count)] === label) leaf.nbCorrect += weight
    }
    leaf.learn(row, label, weight, this.schema, this.options.leafPrediction !== 'mc')
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
    return leaf
  }

  /** Where an event ends whose way stops at a branch: a category is new, or a value absent. */
  private leafBelow(from: number, row: Row): ClassLeaf {
    const { nodes } = this
    let node = from
    while (!nodes.isLeaf(node)) {
      const value = row.values[nodes.features[node]]
      if (nodes.isMultiway(node) && value === value) {
        const leaf = this.newLeaf(nodes.depths[node] + 1)
        nodes.addBranch(node, value, leaf)
        this.size.activeLeaves++
        return leaf
      }
      node = nodes.walk(row, heaviestChild(nodes, node))
    }
    return nodes.leafAt(node)
  }

  private prefersBayes(leaf: ClassLeaf): boolean {
    const { leafPrediction, nbThreshold } = this.options
    if (leafPrediction === 'mc' || !leaf.active) return false
    if (leafPrediction === 'nb') return leaf.totalWeight >= nbThreshold
    return leaf.nbCorrect >= leaf.mcCorrect
  }

  /** The label with the highest vote; ties go to the first in the order of the labels. */
  private pick(leaf: ClassLeaf, votes: Float64Array | 'majority' | undefined): number {
    const ranks = this.ranks()
    const { codes, count } = leaf.classes
    const numbers = votes === 'majority' ? leaf.weights : votes
    let best = -1
    let highest = votes === 'majority' ? 0 : -Infinity
    for (let place = 0; numbers && place < count; place++) {
      const vote = numbers[place]
      const code = codes[place]
      if (vote > highest || (vote === highest && best >= 0 && ranks[code] < ranks[best])) {
        highest = vote
        best = code
      }
    }
    return best >= 0 ? best : this.labels.inOrder()[0]
  }

  /** A leaf in words. */
  describe(node: number): string {
    return describeClasses(this.nodes.leafAt(node), this.labels)
  }

  /** The path of an event: the node numbers from the root to its leaf. */
  path(row: Row): number[] {
    return pathOf(this.nodes, row)
  }

  checkState(): void {
    this.planEstimate()
    checkTree(this, (leaf) => isLeafOf(leaf, this.schema, this.labels))
  }
}

function isLeafOf(leaf: unknown, schema: Schema, labels: Labels): boolean {
  if (!(leaf instanceof ClassLeaf)) return false
  const { classes, numeric, nominal, features, featureCount } = leaf
  const inside = (codes: Int32Array, count: number, limit: number) =>
    codes.subarray(0, count).every((code) => code >= 0 && code < limit)
  const areOf = (kind: string, { features, count }: { features: Int32Array; count: number }) =>
    inside(features, count, schema.size) &&
    features.subarray(0, count).every((feature) => schema.kind(feature) === kind)
  return (
    inside(classes.codes, classes.count, labels.size) &&
    inside(features, featureCount, schema.size) &&
    areOf('number', numeric) &&
    areOf('category', nominal)
  )
}
