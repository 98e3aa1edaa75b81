import type { RegressorLike, Row, Schema } from '@coelho/core'
import { Insight } from '../explain/insight.js'
import { LeafOutputs } from '../leaf/leaf-outputs.js'
import { ValueLeaf } from '../leaf/value-leaf.js'
import { describeValues } from '../show/describe-leaf.js'
import type { ValueSplitter } from '../splitter/value-splitter.js'
import { attemptValueSplit } from './attempt-value-split.js'
import { checkTree, type TreeHabits } from './check-tree.js'
import { heaviestChild, leafFor, pathOf } from './descend.js'
import type { FeaturePicker } from './feature-picker.js'
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
  static readonly state = ['nodes', 'size', 'models', 'weightSeen', 'insight'] as const
  static readonly parts: readonly unknown[] = [
    Nodes,
    SizeLimit,
    LeafModels,
    ValueLeaf,
    Fan,
    Insight,
  ]

  readonly nodes: Nodes<ValueLeaf> = new Nodes()
  readonly size: SizeLimit = new SizeLimit()
  readonly insight: Insight = new Insight()
  readonly models: LeafModels
  weightSeen = 0
  readonly options: ValueTreeOptions
  readonly schema: Schema
  readonly trial: ValueTrial
  private readonly picker: FeaturePicker | null
  /** True if events have several targets, with names: then leaves have a model for each. */
  readonly named: boolean
  readonly habits: TreeHabits | undefined
  /** The leaf of the row in hand or -1, and what its model says: see `ask`. */
  private asked = -1
  private answer = 0

  /** `picker`: in a forest each leaf looks at some features only. */
  constructor(
    who: string,
    options: ValueTreeOptions,
    model: RegressorLike | null,
    schema: Schema,
    picker: FeaturePicker | null = null,
    named = false,
    habits?: TreeHabits,
  ) {
    this.options = options
    this.schema = schema
    this.models = new LeafModels(who, options.leafPrediction === 'mean' ? null : model, schema)
    this.picker = picker
    this.named = named
    this.habits = habits
    this.trial = new ValueTrial(options.minSamplesSplit, { named })
  }

  /** Learns one row. */
  learn(row: Row, y: number, weight: number): void {
    const { nodes } = this
    this.begin()
    const node = nodes.walk(row)
    if (nodes.isLeaf(node)) this.learnAt(node, row, y, weight, undefined)
    else {
      const leaf = this.leafBelow(node, row)
      this.learnLeaf(leaf, row, y, weight, this.foresee(leaf, row))
    }
    this.end(weight)
  }

  /** Predicts, then learns, with one walk and one answer of the leaf's model for both. */
  predictThenLearn(row: Row, y: number, weight: number): number {
    const predicted = this.ask(row)
    this.learnAsked(row, y, weight)
    return predicted
  }

  /** Predicts a row that it may be told to learn next. */
  ask(row: Row): number {
    const { nodes } = this
    const node = nodes.count > 0 ? nodes.walk(row) : -1
    this.asked = node >= 0 && nodes.isLeaf(node) ? node : -1
    if (this.asked < 0) return this.predict(row)
    const leaf = nodes.leafAt(node)
    this.answer = leaf.model < 0 ? 0 : this.models.predict(leaf.model, row)
    return this.prefersMean(leaf) ? leaf.mean : this.answer
  }

  /** Learns the row that it was asked for just now. */
  learnAsked(row: Row, y: number, weight: number): void {
    if (this.asked < 0) {
      this.learn(row, y, weight)
      return
    }
    this.learnAt(this.asked, row, y, weight, this.answer)
    this.end(weight)
  }

  private learnAt(node: number, row: Row, y: number, weight: number, byModel?: number): void {
    const leaf = this.nodes.leafAt(node)
    this.learnLeaf(leaf, row, y, weight, byModel ?? this.foresee(leaf, row))
    this.consider(node, leaf)
  }

  /** What the model of a leaf predicts, where that is needed to learn. */
  private foresee(leaf: ValueLeaf, row: Row): number {
    const { leafPrediction } = this.options
    return leafPrediction === 'adaptive' ? this.models.predict(leaf.model, row) : 0
  }

  /** Comes before an event is learned. */
  begin(): void {
    if (this.nodes.count > 0) return
    this.nodes.addLeaf(this.newLeaf(0), 0)
    this.size.activeLeaves = 1
  }

  /** Comes after it. River measures only if the weight is exactly a multiple of the period. */
  end(weight: number): void {
    const period = this.options.memoryEstimatePeriod
    const periods = Math.floor(this.weightSeen / period)
    this.weightSeen += weight
    if (Math.floor(this.weightSeen / period) === periods) return
    this.size.estimate(this.nodes, this.options, this.insight.bytes)
  }

  predict(row: Row): number {
    if (this.nodes.count === 0) return 0
    return this.predictAt(leafFor(this.nodes, row), row)
  }

  /** What a leaf predicts. */
  predictAt(leaf: ValueLeaf, row: Row): number {
    return this.prefersMean(leaf) ? leaf.mean : this.models.predict(leaf.model, row)
  }

  /** True if a leaf now predicts its mean. */
  prefersMean(leaf: ValueLeaf): boolean {
    if (leaf.model < 0) return true
    return this.options.leafPrediction === 'adaptive' && leaf.meanError < leaf.modelError
  }

  /** Throws if the model of the row's leaf would refuse it. */
  admit(row: Row): void {
    if (this.nodes.count > 0) this.models.admit(leafFor(this.nodes, row).model, row)
  }

  /** `byModel`: what the leaf's model predicts, where leaves choose between mean and model. */
  learnLeaf(leaf: ValueLeaf, row: Row, y: number, weight: number, byModel: number): void {
    const { leafPrediction, modelSelectorDecay, splitter } = this.options
    if (leafPrediction === 'adaptive') {
      const meanError = y - leaf.mean
      const modelError = y - byModel
      leaf.meanError = modelSelectorDecay * leaf.meanError + meanError * meanError
      leaf.modelError = modelSelectorDecay * leaf.modelError + modelError * modelError
    }
    leaf.learn(row, y, weight, this.schema, splitter, this.picker)
    if (leaf.model < 0) return
    const answer = leafPrediction === 'adaptive' ? byModel : undefined
    this.models.learn(leaf.model, row, y, weight, answer)
  }

  /** Tries to split a leaf, once enough has come since the last time. */
  consider(node: number, leaf: ValueLeaf): void {
    const { gracePeriod, maxDepth } = this.options
    if (!this.size.mayGrow || !leaf.active) return
    if (leaf.depth >= (maxDepth ?? DEEPEST)) {
      this.size.deactivate(leaf)
      return
    }
    const weight = leaf.totalWeight
    if (weight - leaf.lastAttempt < gracePeriod) return
    attemptValueSplit(this, node, leaf)
    leaf.lastAttempt = weight
  }

  /** A leaf that begins where its parent stands; an heir takes its model, others have a copy. */
  newLeaf(depth: number, parent?: ValueLeaf, moments?: Float64Array, isHeir = false): ValueLeaf {
    const leaf = new ValueLeaf()
    leaf.depth = depth
    if (moments) leaf.moments = moments.slice()
    leaf.lastAttempt = leaf.totalWeight
    if (this.named) {
      leaf.outputs = parent?.outputs?.copy(this.models) ?? new LeafOutputs()
      return leaf
    }
    leaf.model = isHeir && parent ? parent.model : this.models.add(parent?.model)
    if (isHeir && parent) parent.model = -1
    leaf.meanError = parent?.meanError ?? 0
    leaf.modelError = parent?.modelError ?? 0
    return leaf
  }

  /** The leaf is no longer needed. */
  discard(leaf: ValueLeaf): void {
    this.models.remove(leaf.model)
    leaf.outputs?.discard(this.models)
  }

  /** Where an event ends whose way stops at a branch: a category is new, or a value absent. */
  leafBelow(from: number, row: Row): ValueLeaf {
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
      const models = leaf.outputs?.known ?? (leaf.model < 0 ? [] : [leaf.model])
      const free = models.every((model) => !taken.has(model) && this.models.has(model))
      for (const model of models) taken.add(model)
      const isKind = this.named
        ? leaf.outputs instanceof LeafOutputs && leaf.model < 0
        : leaf.outputs === null && leaf.model >= 0 === this.models.wanted
      return free && isKind && leaf.isOf(this.schema, this.options.splitter)
    })
  }
}
