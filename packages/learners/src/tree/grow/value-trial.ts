import { growFloats, NO_FLOATS } from '@coelho/core'
import { MOMENTS, subtract, variance } from '../leaf/moments.js'
import { NO_SPLIT, type Split } from './split.js'

/** A split of target values, with the moments its branches start with. */
export interface ValueSplit extends Split {
  readonly moments: Float64Array
  /** The category or slot of each branch of a multiway split. */
  readonly codes: ArrayLike<number>
}

export const NO_VALUE_SPLIT: ValueSplit = { ...NO_SPLIT, moments: NO_FLOATS, codes: NO_FLOATS }

/** Tries the splits of one feature by how much of the variance they take away. */
export class ValueTrial {
  readonly minSamples: number
  /** All targets of the leaf. */
  readonly before: Float64Array = new Float64Array(MOMENTS)
  /** The left branch of the split that is tried, then the right one; of a multiway split all. */
  branches: Float64Array = new Float64Array(2 * MOMENTS)

  private feature = -1
  private best: { merit: number; kind: number; test: number } = { merit: 0, kind: 0, test: 0 }
  private bestBranches: Float64Array = new Float64Array(2 * MOMENTS)
  private codes: ArrayLike<number> = NO_FLOATS

  constructor(minSamples: number) {
    this.minSamples = minSamples
  }

  start(feature: number): void {
    this.feature = feature
    this.best.merit = -Infinity
  }

  /** The merit of a split whose left branch is in `branches`; the right one has the rest. */
  leftMerit(): number {
    const { branches, before } = this
    for (let k = 0; k < MOMENTS; k++) branches[MOMENTS + k] = before[k]
    subtract(branches, MOMENTS, branches, 0)
    return this.merit(2)
  }

  /** Tries a split in two whose left branch is in `branches`. */
  tryLeft(kind: number, test: number): void {
    const { branches, best } = this
    const merit = this.leftMerit()
    if (!(merit > best.merit)) return
    best.merit = merit
    best.kind = kind
    best.test = test
    for (let k = 0; k < 2 * MOMENTS; k++) this.bestBranches[k] = branches[k]
    this.codes = NO_FLOATS
  }

  /** What the left branch begins with, if the best split is one in two. */
  startLeftWith(moments: Float64Array): void {
    if (this.codes.length === 0) this.bestBranches.set(moments)
  }

  room(count: number): Float64Array {
    this.branches = growFloats(this.branches, count * MOMENTS)
    return this.branches
  }

  /** All branches of a multiway split are in `branches`: it is the first that is tried. */
  tryAll(kind: number, test: number, codes: ArrayLike<number>): void {
    this.best.merit = this.merit(codes.length)
    this.best.kind = kind
    this.best.test = test
    this.bestBranches = growFloats(this.bestBranches, codes.length * MOMENTS)
    this.bestBranches.set(this.branches.subarray(0, codes.length * MOMENTS))
    this.codes = codes
  }

  /** By how much the variance falls: 0 if a branch has too few targets. */
  merit(count: number): number {
    const { branches, before, minSamples } = this
    for (let k = 0; k < count; k++) if (!(branches[k * MOMENTS] >= minSamples)) return 0
    let reduction = variance(before, 0)
    for (let k = 0; k < count; k++) {
      reduction -= (branches[k * MOMENTS] / before[0]) * variance(branches, k * MOMENTS)
    }
    return reduction
  }

  /** The best split of the feature. */
  get found(): ValueSplit {
    const { best, codes, feature } = this
    if (best.merit === -Infinity) return NO_VALUE_SPLIT
    const count = codes.length || 2
    const moments = this.bestBranches.slice(0, count * MOMENTS)
    return { ...best, feature, moments, codes }
  }
}
