import { math, type Row, type Schema, SnapshotError } from '@coelho/core'
import { heaviestChild, leafFor, pathOf } from '../grow/descend.js'
import { Fan, NOMINAL_MULTIWAY, Nodes, NUMERIC_BINARY } from '../grow/nodes.js'
import { DEEPEST } from '../grow/size-limit.js'
import { GradientLeaf } from './gradient-leaf.js'
import { type GradientSplit, GradientTrial } from './gradient-trial.js'
import type { GradientLoss } from './loss.js'
import { Memories } from './memories.js'
import type { Quantizer } from './quantizer.js'

export interface GradientTreeOptions {
  /** The accepted error of a decision to change the tree. */
  readonly delta: number
  /** How much weight a leaf waits for between two attempts to change. */
  readonly gracePeriod: number
  /** What the first leaf predicts. */
  readonly initPred: number
  /** How deep the tree may grow; null: as deep as River's, 980. */
  readonly maxDepth: number | null
  /** How strongly large predictions are held down. */
  readonly lambdaValue: number
  /** What a further leaf costs: the larger, the fewer splits. */
  readonly gamma: number
  /** Features whose numbers are categories; strings always are. */
  readonly nominalAttributes: readonly string[] | null
  /** How values are put into bins; null: a `StaticQuantizer`. */
  readonly featureQuantizer: Quantizer | null
}

/**
 * A tree that grows by gradients: each leaf sums the derivatives of the loss, and is split or
 * changes its prediction as soon as an F test says that this lowers the loss.
 */
export class GradientTree {
  static readonly id = 'tree.GradientTree'
  static readonly state = [
    'nodes',
    'memories',
    'branchMemories',
    'usedFeatures',
    'nSplits',
    'nNodeUpdates',
    'nObservations',
  ] as const
  static readonly parts: readonly unknown[] = [Nodes, Fan, GradientLeaf, Memories]

  readonly nodes: Nodes<GradientLeaf> = new Nodes()
  readonly memories: Memories = new Memories()
  /** By node what a new branch of it begins with; null where none can come. */
  private readonly branchMemories: (Int32Array | null)[] = []
  /** Features of splits by categories: River splits once by each, wherever in the tree. */
  private readonly usedFeatures: number[] = []
  nSplits = 0
  nNodeUpdates = 0
  nObservations = 0

  private readonly options: GradientTreeOptions
  private readonly quantizer: Quantizer
  private readonly loss: GradientLoss
  private readonly schema: Schema
  private readonly trial: GradientTrial

  constructor(
    options: GradientTreeOptions,
    quantizer: Quantizer,
    loss: GradientLoss,
    schema: Schema,
  ) {
    this.options = options
    this.quantizer = quantizer
    this.loss = loss
    this.schema = schema
    this.trial = new GradientTrial(options.lambdaValue, options.gamma)
    const root = new GradientLeaf()
    root.prediction = options.initPred
    this.nodes.addLeaf(root, 0)
  }

  /** Learns one row. */
  learn(row: Row, y: number, weight: number): void {
    this.learnAt(this.nodes.walk(row), row, y, weight)
  }

  predict(row: Row): number {
    return this.loss.transfer(leafFor(this.nodes, row).prediction)
  }

  /** Predicts, then learns, with one walk where that is all it takes. */
  predictThenLearn(row: Row, y: number, weight: number): number {
    const { nodes } = this
    const node = nodes.walk(row)
    const leaf = nodes.isLeaf(node) ? nodes.leafAt(node) : leafFor(nodes, row)
    const predicted = this.loss.transfer(leaf.prediction)
    this.learnAt(node, row, y, weight)
    return predicted
  }

  private learnAt(node: number, row: Row, y: number, weight: number): void {
    const { nodes, loss } = this
    this.nObservations += weight
    const arrived = nodes.isLeaf(node)
    const leaf = arrived ? nodes.leafAt(node) : this.leafBelow(node, row)
    const predicted = loss.transfer(leaf.prediction)
    const gradient = loss.gradient(y, predicted)
    const hessian = loss.hessian(y, predicted)
    leaf.learn(row, gradient, hessian, weight, this.schema, this.quantizer, this.memories)
    if (arrived) this.consider(node, leaf)
  }

  /** Changes a leaf if that lowers the loss, once enough has come since the last time. */
  private consider(node: number, leaf: GradientLeaf): void {
    const { gracePeriod, delta, maxDepth } = this.options
    const weight = leaf.totalWeight
    if (weight - leaf.lastAttempt < gracePeriod) return
    leaf.lastAttempt = weight
    const own = this.trial.start(leaf.sums)
    const best = leaf.depth >= (maxDepth ?? DEEPEST) ? own : this.bestSplit(leaf, own)
    if (!(best.lossMean < 0) || !(doubt(best, weight) < delta)) return
    if (best.feature >= 0) this.split(node, leaf, best)
    else {
      leaf.change(best.steps[0])
      this.nNodeUpdates++
    }
  }

  private bestSplit(leaf: GradientLeaf, own: GradientSplit): GradientSplit {
    const { trial, quantizer, memories } = this
    let best = own
    for (let k = 0; k < leaf.featureCount; k++) {
      const feature = leaf.features[k]
      const numeric = leaf.numericColumn(feature)
      const nominal = leaf.nominalColumn(feature)
      if (numeric) {
        quantizer.remember(numeric, memories.values, memories.at(leaf.memories[feature] - 1))
        trial.startThresholds()
        quantizer.tryAll(numeric, trial)
        best = trial.betterThreshold(feature, NUMERIC_BINARY, best)
      } else if (nominal && !this.usedFeatures.includes(feature)) {
        const { known, sums } = nominal
        best = trial.betterCategories(feature, NOMINAL_MULTIWAY, known, sums, best)
      }
    }
    return best
  }

  private split(node: number, leaf: GradientLeaf, split: GradientSplit): void {
    const { nodes } = this
    const leaves = split.steps.map((step) =>
      this.newLeaf(leaf.depth + 1, leaf.prediction + step, leaf.memories),
    )
    if (split.kind === NUMERIC_BINARY) {
      nodes.splitInTwo(node, split.kind, split.feature, split.test, leaves)
    } else {
      nodes.splitInMany(node, split, split.codes, leaves)
      this.usedFeatures.push(split.feature)
      while (this.branchMemories.length <= node) this.branchMemories.push(null)
      this.branchMemories[node] = leaf.memories.slice()
    }
    this.nSplits++
  }

  private newLeaf(depth: number, prediction: number, memories: Int32Array): GradientLeaf {
    const leaf = new GradientLeaf()
    leaf.depth = depth
    leaf.prediction = prediction
    leaf.memories = memories.slice()
    return leaf
  }

  /** Where an event ends whose way stops at a branch: a category is new, or a value absent. */
  private leafBelow(from: number, row: Row): GradientLeaf {
    const { nodes } = this
    let node = from
    while (!nodes.isLeaf(node)) {
      const value = row.values[nodes.features[node]]
      if (nodes.isMultiway(node) && value === value) {
        // River: a category that comes later begins at 0, not where its branch stood.
        const memories = this.branchMemories[node] as Int32Array
        const leaf = this.newLeaf(nodes.depths[node] + 1, 0, memories)
        nodes.addBranch(node, value, leaf)
        return leaf
      }
      node = nodes.walk(row, heaviestChild(nodes, node))
    }
    return nodes.leafAt(node)
  }

  /** A leaf in words. */
  describe(node: number): string {
    const { prediction, totalWeight } = this.nodes.leafAt(node)
    const told = Number(this.loss.transfer(prediction).toPrecision(6))
    return `${told} (weight ${Math.round(totalWeight * 1000) / 1000})`
  }

  /** The path of an event: the node numbers from the root to its leaf. */
  path(row: Row): number[] {
    return pathOf(this.nodes, row)
  }

  checkState(): void {
    const { nodes, schema, quantizer, memories, branchMemories, usedFeatures } = this
    let valid = nodes.count > 0 && usedFeatures.every((f) => f >= 0 && f < schema.size)
    for (let node = 0; valid && node < nodes.count; node++) {
      const leaf = nodes.leaves[node]
      if (leaf) valid = leaf.depth === nodes.depths[node] && leaf.isOf(schema, quantizer, memories)
      else {
        const kept = branchMemories[node]
        valid = isBranchOf(nodes, node, schema)
        valid &&= nodes.isMultiway(node) === kept instanceof Int32Array
        valid &&= !kept || memories.holds(kept)
      }
    }
    if (!valid) throw new SnapshotError('a tree must know the features of its nodes')
  }
}

function isBranchOf(nodes: Nodes<GradientLeaf>, node: number, schema: Schema): boolean {
  const feature = nodes.features[node]
  const nominal = nodes.kinds[node] === NOMINAL_MULTIWAY
  if (feature >= schema.size || (!nominal && nodes.kinds[node] !== NUMERIC_BINARY)) return false
  if (nominal !== (schema.kind(feature) === 'category')) return false
  const fan = nodes.fans[node]
  return (
    !fan ||
    fan.codes.subarray(0, fan.count).every((code) => schema.category(feature, code) !== undefined)
  )
}

/** How likely such a change of the loss is by chance: an F test against no change at all. */
function doubt({ lossMean, lossVariance }: GradientSplit, weight: number): number {
  if (!(lossVariance > 0) || !(weight > 1)) return 1
  return math.fTail((weight * (lossMean * lossMean)) / lossVariance, 1, weight - 1)
}
