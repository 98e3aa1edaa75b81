import { math, type Row, type random } from '@coelho/core'
import { drawCount, limitOf } from '../../ensemble/draw.js'
import type { Insight } from '../explain/insight.js'
import { variance } from '../leaf/moments.js'
import type { ValueLeaf } from '../leaf/value-leaf.js'
import type { AdaptiveOptions } from './adaptive-class-tree.js'
import type { AdaptiveTree, Alternates } from './alternates.js'
import { attemptValueSplit } from './attempt-value-split.js'
import { leafFor } from './descend.js'
import type { Nodes } from './nodes.js'
import { DEEPEST, type SizeLimit } from './size-limit.js'
import type { ValueTree } from './value-tree.js'

/**
 * A regression tree that replaces what has become worse: `ValueTree` does all that a plain tree
 * does, `Alternates` all that is about errors, and here is where the two meet.
 */
export class AdaptiveValueTree implements AdaptiveTree<ValueLeaf> {
  readonly nodes: Nodes<ValueLeaf>
  readonly size: SizeLimit
  readonly alternates: Alternates
  readonly insight: Insight
  readonly driftWindowThreshold: number
  readonly restarts = false
  readonly tree: ValueTree
  private readonly options: AdaptiveOptions
  private readonly rng: random.Random
  private readonly limit: number = limitOf(1)
  private readonly found: number[] = []

  /** The leaf in which the row in hand ends, what its model says there, and what is predicted. */
  private leaf: ValueLeaf | undefined
  private byModel = 0
  private predicted = 0

  constructor(
    tree: ValueTree,
    alternates: Alternates,
    options: AdaptiveOptions,
    rng: random.Random,
  ) {
    this.tree = tree
    this.nodes = tree.nodes
    this.size = tree.size
    this.insight = tree.insight
    this.size.restStops = false // River: it grows on while leaves are at rest.
    this.options = options
    this.driftWindowThreshold = options.driftWindowThreshold
    this.alternates = alternates
    this.rng = rng
  }

  learn(row: Row, y: number, weight: number): void {
    this.tree.begin()
    this.look(leafFor(this.nodes, row), row)
    this.take(row, y, weight)
  }

  /** The same, after telling what it would have predicted. */
  predictThenLearn(row: Row, y: number, weight: number): number {
    if (this.nodes.count === 0 || this.alternates.any) {
      const predicted = this.predict(row)
      this.learn(row, y, weight)
      return predicted
    }
    this.look(leafFor(this.nodes, row), row)
    const { predicted } = this
    this.take(row, y, weight)
    return predicted
  }

  private take(row: Row, y: number, weight: number): void {
    this.alternates.learn(this, row, y, Math.abs(y - this.predicted), weight)
    this.leaf = undefined
    this.tree.end(weight)
  }

  /** What a leaf predicts for the row. */
  private look(leaf: ValueLeaf, row: Row): void {
    const { tree } = this
    const byMean = tree.prefersMean(leaf)
    const isAsked = !byMean || tree.options.leafPrediction === 'adaptive'
    this.leaf = leaf
    this.byModel = isAsked ? tree.models.predict(leaf.model, row) : 0
    this.predicted = byMean ? leaf.mean : this.byModel
  }

  newLeaf(depth: number): ValueLeaf {
    return this.tree.newLeaf(depth)
  }

  learnLeaf(node: number, row: Row, y: number, weight: number): void {
    const { tree, rng, limit, nodes } = this
    const leaf = nodes.leafAt(node)
    const times = this.options.bootstrapSampling ? Math.max(1, drawCount(limit, rng)) : 1
    // An alternate on the way has predicted in between.
    if (leaf !== this.leaf) this.look(leaf, row)
    this.alternates.watch(node, Math.abs(y - this.predicted))
    tree.learnLeaf(leaf, row, y, weight * times, this.byModel)
    this.leaf = undefined
    if (leaf.totalWeight - leaf.lastAttempt >= tree.options.gracePeriod) this.consider(node, leaf)
  }

  private consider(node: number, leaf: ValueLeaf): void {
    const { tree, size } = this
    if (leaf.depth >= (tree.options.maxDepth ?? DEEPEST))
      size.deactivate(leaf) // River counts it each time.
    else if (leaf.active && size.mayGrow) {
      const weight = leaf.totalWeight
      attemptValueSplit(tree, node, leaf)
      leaf.lastAttempt = weight
    }
  }

  discard(leaf: ValueLeaf): void {
    this.tree.discard(leaf)
  }

  /** A test of whether two mean errors differ, by the normal distribution. */
  compare(errors: Float64Array, branch: number, alternate: number): number {
    const fall = errors[branch + 1] - errors[alternate + 1]
    const own = variance(errors, branch) / errors[branch]
    const other = variance(errors, alternate) / errors[alternate]
    const z = -Math.abs(fall) / Math.sqrt(other + own)
    if (!(2 * math.normalCdf(z) <= this.options.switchSignificance)) return 0
    return fall > 0 ? 1 : -1
  }

  /** The mean of what the leaf and the alternates on the way to it predict. */
  predict(row: Row): number {
    const { nodes, alternates, found, tree } = this
    if (nodes.count === 0) return 0
    if (!alternates.any) return tree.predict(row)
    found.length = 0
    found.push(alternates.find(nodes, row, found))
    let sum = 0
    for (let k = 0; k < found.length; k++) sum += tree.predictAt(nodes.leafAt(found[k]), row)
    return sum / found.length
  }

  /** Throws if a model that is to learn the row would refuse it. */
  admit(row: Row): void {
    const { nodes, alternates, tree } = this
    if (nodes.count === 0) return
    const found: number[] = []
    found.push(alternates.find(nodes, row, found))
    for (const node of found) tree.models.admit(nodes.leafAt(node).model, row)
  }
}
