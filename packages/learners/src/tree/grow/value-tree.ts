import type { RegressorLike, Row, Schema } from '@coelho/core'
import { MOMENTS } from '../leaf/moments.js'
import { ValueLeaf } from '../leaf/value-leaf.js'
import { describeValues } from '../show/describe-leaf.js'
import type { ValueSplitter } from '../splitter/value-splitter.js'
import { attemptValueSplit } from './attempt-value-split.js'
import { checkTree } from './check-tree.js'
import { heaviestChild, leafFor, pathOf } from './descend.js'
import { LeafModels } from './leaf-models.js'
import { Fan, Nodes } from './nodes.js'
import { DEEPEST, SizeLimit, type SizeOptions } from './size-limit.js'
import { ValueTrial } from './value-trial.js'

export type ValuePrediction = 'mean' | 'model' | 'adaptive'

export interface ValueTreeOptions extends SizeOptions {
  readonly gracePeriod: number
  readonly delta: number
  readonly tau: number
  readonly leafPrediction: ValuePrediction
  readonly modelSelectorDecay: number
  readonly splitter: ValueSplitter
  readonly minSamplesSplit: number
  readonly binarySplit: boolean
  readonly removePoorAttrs: boolean
  readonly meritPreprune: boolean
  readonly memoryEstimatePeriod: number
}

/**
 * A growing regression tree: the engine under the Hoeffding trees for numbers. It knows rows
 * and targets only; what users see of it is `HoeffdingTreeRegressor` and its kin.
 */
export class ValueTree {
  static readonly id = 'tree.ValueTree'
  static readonly state = ['nodes', 'size', 'models', 'weightSeen'] as const
  static readonly parts: readonly unknown[] = [Nodes, SizeLimit, LeafModels, ValueLeaf, Fan]

  readonly nodes: Nodes<ValueLeaf> = new Nodes()
  readonly size: SizeLimit = new SizeLimit()
  readonly models: LeafModels
  weightSeen = 0
  readonly options: ValueTreeOptions
  readonly schema: Schema
  readonly trial: ValueTrial

  constructor(who: string, options: ValueTreeOptions, model: RegressorLike | null, schema: Schema) {
    this.options = options
    this.schema = schema
    this.models = new LeafModels(who, options.leafPrediction === 'mean' ? null : model, schema)
    this.trial = new ValueTrial(options.minSamplesSplit)
  }

  /** Learns one row. */
  learn(row: Row, y: number, weight: number): void {
    const { nodes } = this
    if (nodes.count === 0) {
      nodes.addLeaf(this.newLeaf(0), 0)
      this.size.activeLeaves = 1
    }
    const period = this.options.memoryEstimatePeriod
    const periods = Math.floor(this.weightSeen / period)
    this.weightSeen += weight
    const node = nodes.walk(row)
    if (nodes.isLeaf(node)) {
      const leaf = nodes.leafAt(node)
      this.learnLeaf(leaf, row, y, weight)
      if (this.size.mayGrow && leaf.active) this.consider(node, leaf)
    } else this.learnLeaf(this.leafBelow(node, row), row, y, weight)
    // River measures only if the weight is a multiple of the period to the last bit.
    if (Math.floor(this.weightSeen / period) > periods) this.size.estimate(nodes, this.options)
  }

  predict(row: Row): number {
    if (this.nodes.count === 0) return 0
    const leaf = leafFor(this.nodes, row)
    if (leaf.model < 0) return leaf.mean
    const { leafPrediction } = this.options
    if (leafPrediction === 'adaptive' && leaf.meanError < leaf.modelError) return leaf.mean
    return this.models.predict(leaf.model, row)
  }

  /** Throws if the model of the row's leaf would refuse it. */
  admit(row: Row): void {
    if (this.nodes.count > 0) this.models.admit(leafFor(this.nodes, row).model, row)
  }

  private learnLeaf(leaf: ValueLeaf, row: Row, y: number, weight: number): void {
    const { leafPrediction, modelSelectorDecay, splitter } = this.options
    if (leafPrediction === 'adaptive') {
      const byMean = y - leaf.mean
      const byModel = y - this.models.predict(leaf.model, row)
      leaf.meanError = modelSelectorDecay * leaf.meanError + byMean * byMean
      leaf.modelError = modelSelectorDecay * leaf.modelError + byModel * byModel
    }
    leaf.learn(row, y, weight, this.schema, splitter)
    if (leaf.model >= 0) this.models.learn(leaf.model, row, y, weight)
  }

  /** Tries to split a leaf, once enough has come since the last time. */
  private consider(node: number, leaf: ValueLeaf): void {
    const { gracePeriod, maxDepth } = this.options
    if (leaf.depth >= (maxDepth ?? DEEPEST)) {
      this.size.deactivate(leaf)
      return
    }
    const weight = leaf.totalWeight
    if (weight - leaf.lastAttempt < gracePeriod) return
    attemptValueSplit(this, node, leaf)
    leaf.lastAttempt = weight
  }

  /** A leaf that begins where its parent stands: with a copy of its model and of its errors. */
  newLeaf(depth: number, parent?: ValueLeaf, moments?: Float64Array): ValueLeaf {
    const leaf = new ValueLeaf()
    leaf.depth = depth
    if (moments) leaf.moments = moments.slice(0, MOMENTS)
    leaf.lastAttempt = leaf.totalWeight
    leaf.model = this.models.add(parent?.model)
    leaf.meanError = parent?.meanError ?? 0
    leaf.modelError = parent?.modelError ?? 0
    return leaf
  }

  /** Where an event ends whose way stops at a branch: a category is new, or a value absent. */
  private leafBelow(from: number, row: Row): ValueLeaf {
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

  /** A leaf in words. */
  describe(node: number): string {
    return describeValues(this.nodes.leafAt(node))
  }

  /** The path of an event: the node numbers from the root to its leaf. */
  path(row: Row): number[] {
    return pathOf(this.nodes, row)
  }

  checkState(): void {
    const taken = new Set<number>()
    checkTree(this, (leaf) => {
      const { model } = leaf
      const free = model >= 0 ? !taken.has(model) && !!this.models.list[model] : true
      taken.add(model)
      return (
        free && model >= 0 === this.models.wanted && leaf.isOf(this.schema, this.options.splitter)
      )
    })
  }
}
