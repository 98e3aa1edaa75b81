import { growBytes } from '@coelho/core'
import type { SplitCriterion } from '../criterion/branch-weights.js'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import { type ColumnSummary, summaryFor } from '../leaf/numeric-table.js'
import { GaussianSplitter } from '../splitter/gaussian.js'
import { MeritBounds } from './merit-bounds.js'
import type { Rivals } from './rivals.js'
import type { SearchOptions } from './split-search.js'

/** By more than this merits never differ for rounding errors alone. */
const ROUNDING = 1e-9

/**
 * Tells by bounds what a search for the best split would only confirm: most of them end with a
 * leaf that waits on, or with a branch that stays.
 */
export class SplitScreen {
  /** By place of the feature in its leaf 1 if it must be searched: see `contest`. */
  contends: Uint8Array = new Uint8Array(8)

  private readonly bounds: MeritBounds
  private readonly gaussian: GaussianSplitter | undefined
  private readonly binarySplit: boolean
  private readonly thresholds: Float64Array
  private column: ColumnSummary = summaryFor(4)

  constructor({ splitter, minBranchFraction, binarySplit }: SearchOptions) {
    this.bounds = new MeritBounds(minBranchFraction)
    this.gaussian = splitter instanceof GaussianSplitter ? splitter : undefined
    this.binarySplit = binarySplit
    this.thresholds = new Float64Array(this.gaussian?.options.nSplits ?? 0)
  }

  /** True if surely no split is better than the second best by more than the bound. */
  isClose(leaf: ClassLeaf, criterion: SplitCriterion, bound: number): boolean {
    if (!criterion.countsBits || !this.gaussian) return false
    const { bounds } = this
    const { features, featureCount } = leaf
    let least = Infinity
    let first = Infinity
    let second = Infinity
    for (let k = 0; k < featureCount; k++) {
      this.rate(leaf, features[k])
      const { entropyLow, entropyHigh } = bounds
      if (entropyLow < least) least = entropyLow
      if (entropyHigh < first) {
        second = first
        first = entropyHigh
      } else if (entropyHigh < second) second = entropyHigh
    }
    return second - least <= bound - ROUNDING
  }

  /** True if surely no split is better than none by more than the bound. */
  isPoor(leaf: ClassLeaf, criterion: SplitCriterion, bound: number): boolean {
    if (!criterion.countsBits || !this.gaussian) return false
    const { bounds } = this
    const floor = criterion.before(leaf.weights, leaf.classes.count) - bound + ROUNDING
    let known = false
    for (let k = 0; k < leaf.featureCount; k++) {
      this.rate(leaf, leaf.features[k])
      if (bounds.entropyLow < floor) return false
      known ||= bounds.entropyHigh < Infinity
    }
    return known
  }

  /**
   * Marks the feature of a branch, and those that may have a split which is better by more than
   * the margin; with a margin of 0, or as good. Tells how many those are, or -1 if all must be
   * searched: also where not to split at all may be better by more than the bound.
   */
  contest(
    rivals: Rivals,
    criterion: SplitCriterion,
    own: number,
    margin: number,
    bound: number,
  ): number {
    const { leaf } = rivals
    if (!criterion.countsBits || !this.gaussian) return -1
    const least = criterion.before(leaf.weights, leaf.classes.count) + bound - ROUNDING
    const atTest = this.leftAtTest(rivals, own)
    if (atTest <= least && this.mark(rivals, own, atTest - margin) === 0) return 0
    this.look(rivals, own)
    const { entropyHigh } = this.bounds
    return entropyHigh <= least ? this.mark(rivals, own, entropyHigh - margin) : -1
  }

  /** Marks the features of which a split may leave less entropy, and a branch's own feature. */
  private mark(rivals: Rivals, own: number, entropy: number): number {
    const { features, featureCount } = rivals.leaf
    const floor = entropy + ROUNDING
    this.contends = growBytes(this.contends, featureCount)
    let count = 0
    for (let k = 0; k < featureCount; k++) {
      const feature = features[k]
      const isOwn = feature === own
      this.contends[k] = Number(isOwn)
      if (isOwn || rivals.leaves(feature, floor)) continue
      this.look(rivals, feature)
      if (!(this.bounds.entropyLow < floor)) continue
      this.contends[k] = 1
      count++
    }
    return count
  }

  /** How much entropy the last best threshold of a branch's own feature leaves, at most. */
  private leftAtTest(rivals: Rivals, feature: number): number {
    const { leaf } = rivals
    const column = leaf.numericColumn(feature)
    const test = rivals.test(feature)
    if (column < 0 || test !== test) return Infinity
    this.summarise(leaf, column)
    this.thresholds[0] = test
    this.bounds.ofThresholds(this.column, leaf.metCount, this.thresholds, 1)
    return this.bounds.entropyHigh
  }

  /** Looks at a feature again, and takes it down. */
  private look(rivals: Rivals, feature: number): void {
    this.rate(rivals.leaf, feature)
    rivals.note(feature, this.bounds, this.column)
  }

  /** Has the bounds of a feature's best split worked out. */
  private rate(leaf: ClassLeaf, feature: number): void {
    const { bounds, thresholds, gaussian } = this
    const numeric = leaf.numericColumn(feature)
    const nominal = leaf.nominalColumn(feature)
    if (numeric >= 0) {
      this.summarise(leaf, numeric)
      const count = gaussian?.thresholds(this.column, leaf.metCount, thresholds) ?? 0
      bounds.ofThresholds(this.column, leaf.metCount, thresholds, count)
    } else if (nominal >= 0) {
      leaf.nominal.bound(nominal, bounds)
      if (this.binarySplit) bounds.entropyHigh = Infinity
    } else bounds.clear()
  }

  private summarise(leaf: ClassLeaf, column: number): void {
    const classes = leaf.metCount
    if (classes > this.column.seen.length) this.column = summaryFor(2 * classes)
    leaf.numeric.summarise(column, leaf.met, classes, this.column)
  }
}
