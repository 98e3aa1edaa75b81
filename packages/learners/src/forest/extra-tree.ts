import { type RegressorLike, type Row, random, type Schema, SnapshotError } from '@coelho/core'
import { FeaturePicker } from '../tree/grow/feature-picker.js'
import { ValueTree, type ValueTreeOptions } from '../tree/grow/value-tree.js'
import { drawSeed, RandomThresholds } from './random-thresholds.js'

/** What all trees of a forest share. */
export interface ExtraTreePlan {
  readonly who: string
  readonly options: Omit<ValueTreeOptions, 'splitter'>
  readonly model: RegressorLike
  readonly schema: Schema
  readonly bufferSize: number
  /** River: leaves look at all features. */
  readonly allFeatures: boolean
}

/** A tree of an extra trees forest: it has generators, a depth and a budget of its own. */
export class ExtraTree {
  static readonly id = 'forest.ExtraTree'
  static readonly state = ['rng', 'pickers', 'picker', 'depth', 'tree'] as const

  /** Draws the thresholds, and which features leaves look at. */
  readonly rng: random.Random = new random.Random(0)
  readonly pickers: random.Random = new random.Random(0)
  private readonly picker: FeaturePicker
  /** How deep it may grow; 0: as deep as all others. */
  private depth = 0
  readonly tree: ValueTree
  private readonly limits: { maxDepth: number | null }

  constructor({ who, options, model, schema, bufferSize, allFeatures }: ExtraTreePlan) {
    const splitter = new RandomThresholds(this, bufferSize)
    const limits = { ...options, splitter, maxDepth: options.maxDepth }
    this.limits = limits
    this.picker = new FeaturePicker(this.pickers, schema)
    this.tree = new ValueTree(who, limits, model, schema, allFeatures ? null : this.picker)
  }

  /** Gives it what was drawn for it. */
  plant(features: number, depth: number, seed: bigint): this {
    this.picker.size = features
    this.depth = depth
    if (depth > 0) this.limits.maxDepth = depth
    const own = new random.Random(seed)
    this.rng.setState(new random.Random(drawSeed(own)).getState())
    this.pickers.setState(own.getState())
    return this
  }

  predict(row: Row): number {
    return this.tree.predict(row)
  }

  learn(row: Row, y: number, weight: number): void {
    this.tree.learn(row, y, weight)
  }

  /** Predicts a row that it may be told to learn next. */
  ask(row: Row): number {
    return this.tree.ask(row)
  }

  /** Learns the row that it was asked for just now. */
  learnAsked(row: Row, y: number, weight: number): void {
    this.tree.learnAsked(row, y, weight)
  }

  checkState(): void {
    const { depth } = this
    if (!Number.isSafeInteger(depth) || depth < 0) {
      throw new SnapshotError('a tree must know how deep it may grow', depth)
    }
    if (depth > 0) this.limits.maxDepth = depth
  }
}
