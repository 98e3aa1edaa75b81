import { growFloats, NO_FLOATS } from '@coelho/core'
import { MOMENTS, mergeAll, variance } from '../leaf/moments.js'
import { NO_SPLIT, type Split } from './split.js'

/** A split of target values, with the moments its branches start with. */
export interface ValueSplit extends Split {
  readonly moments: Float64Array
  /** The category or slot of each branch of a multiway split. */
  readonly codes: ArrayLike<number>
}

export const NO_VALUE_SPLIT: ValueSplit = { ...NO_SPLIT, moments: NO_FLOATS, codes: NO_FLOATS }

interface TrialHabits {
  readonly named?: boolean
  readonly asShare?: boolean
}

/**
 * Tries the splits of one feature by how much of the variance they take away: of several targets
 * the mean variance.
 */
export class ValueTrial {
  readonly minSamples: number
  /** How many targets there are, and how many numbers that makes. */
  targets = 1
  private size = MOMENTS
  /** True if targets have names: River keeps them in a dictionary, and adds in another order. */
  private readonly named: boolean
  /** True if what is taken away is told as a share of the variance there was. */
  private readonly asShare: boolean
  /** All targets of the leaf, and their variance. */
  private before: Float64Array = new Float64Array(MOMENTS)
  private spread = 0
  /** The left branch of the split that is tried, then the right one; of a multiway split all. */
  branches: Float64Array = new Float64Array(2 * MOMENTS)
  /** For walks through values in their order: those that came before. */
  private smaller: Float64Array = new Float64Array(MOMENTS)
  private isFirst = false
  readonly steps: number[] = []

  private feature = -1
  private best: { merit: number; kind: number; test: number } = { merit: 0, kind: 0, test: 0 }
  private bestBranches: Float64Array = new Float64Array(2 * MOMENTS)
  private codes: ArrayLike<number> = NO_FLOATS
  /** What was told of the features of the leaf in hand, and how many they were. */
  private readonly results: { -readonly [field in keyof ValueSplit]: ValueSplit[field] }[] = []
  private told = 0

  constructor(minSamples: number, { named = false, asShare = false }: TrialHabits = {}) {
    this.minSamples = minSamples
    this.named = named
    this.asShare = asShare
  }

  /** Begins with a leaf. */
  startLeaf(moments: Float64Array): void {
    const size = moments.length
    if (size > this.size) {
      this.size = size
      this.targets = size / MOMENTS
      this.before = growFloats(this.before, size)
      this.smaller = growFloats(this.smaller, size)
      this.bestBranches = growFloats(this.bestBranches, 2 * size)
    }
    this.room(2)
    this.told = 0
    this.before.fill(0)
    for (let k = 0; k < size; k++) this.before[k] = moments[k]
    this.spread = this.meanVariance(this.before, 0)
  }

  start(feature: number): void {
    this.feature = feature
    this.best.merit = -Infinity
  }

  /** Begins a walk; what it returns are the targets it has passed. */
  startWalk(): Float64Array {
    this.smaller.fill(0)
    this.isFirst = this.named
    return this.smaller
  }

  /** The walk passes these targets. */
  takeIn(moments: Float64Array, at: number): void {
    if (!this.isFirst) mergeAll(this.smaller, moments, at, this.size)
    else for (let k = 0; k < this.size; k++) this.smaller[k] = moments[at + k]
    this.isFirst = false
  }

  /** Writes these targets and those the walk has passed to the left branch. */
  leftUpTo(moments: Float64Array, at: number): void {
    const { branches, size } = this
    for (let k = 0; k < size; k++) branches[k] = moments[at + k]
    if (!this.isFirst) mergeAll(branches, this.smaller, 0, size)
  }

  /** Writes these targets to a branch. */
  put(branch: number, moments: Float64Array, at: number): void {
    const { branches, size } = this
    for (let k = 0; k < size; k++) branches[branch * size + k] = moments[at + k]
  }

  /** The merit of a split whose left branch is in `branches`; the right one has the rest. */
  leftMerit(): number {
    const { branches, before, size } = this
    for (let k = 0; k < size; k += MOMENTS) {
      const at = size + k
      const n = before[k]
      const less = branches[k]
      const left = n - less > 0 ? n - less : 0
      const mean = left > 0 ? (n * before[k + 1] - less * branches[k + 1]) / left : 0
      const apart = mean - branches[k + 1]
      branches[at] = left
      branches[at + 1] = mean
      branches[at + 2] = before[k + 2] - branches[k + 2]
      if (less > 0) branches[at + 2] -= (apart * apart * left * less) / (left + less)
    }
    return this.merit(2)
  }

  /** Tries a split in two whose left branch is in `branches`. */
  tryLeft(kind: number, test: number): void {
    this.keepBetter(this.leftMerit(), kind, test)
  }

  /** Tries a split in two both of whose branches are in `branches`. */
  tryBoth(kind: number, test: number): void {
    this.keepBetter(this.merit(2), kind, test)
  }

  private keepBetter(merit: number, kind: number, test: number): void {
    const { branches, best, size } = this
    if (!(merit > best.merit)) return
    best.merit = merit
    best.kind = kind
    best.test = test
    for (let k = 0; k < 2 * size; k++) this.bestBranches[k] = branches[k]
    this.codes = NO_FLOATS
  }

  /** What the left branch begins with, if the best split is one in two: all that was passed. */
  startLeftWithPassed(): void {
    if (this.codes.length === 0) this.bestBranches.set(this.smaller.subarray(0, this.size))
  }

  /** Tries a split in two whose left branch has all the walk has passed. */
  tryPassed(kind: number, test: number): void {
    const { branches, smaller, size } = this
    for (let k = 0; k < size; k++) branches[k] = smaller[k]
    this.tryLeft(kind, test)
  }

  /** Makes room for so many branches. */
  room(count: number): void {
    this.branches = growFloats(this.branches, count * this.size)
  }

  /** All branches of a multiway split are in `branches`: it is the first that is tried. */
  tryAll(kind: number, test: number, codes: ArrayLike<number>): void {
    const numbers = codes.length * this.size
    this.best.merit = this.merit(codes.length)
    this.best.kind = kind
    this.best.test = test
    this.bestBranches = growFloats(this.bestBranches, numbers)
    this.bestBranches.set(this.branches.subarray(0, numbers))
    this.codes = codes
  }

  /** By how much the variance falls: 0 if a branch has too few targets. */
  private merit(count: number): number {
    const { branches, before, minSamples, size } = this
    for (let k = 0; k < count; k++) if (!(this.weight(branches, k * size) >= minSamples)) return 0
    const { spread, asShare } = this
    if (asShare && spread === 0) return 0
    const all = this.weight(before, 0)
    const unit = asShare ? spread : 1
    let reduction = asShare ? 1 : spread
    for (let at = 0; at < count * size; at += size) {
      reduction -= (this.weight(branches, at) / all) * (this.meanVariance(branches, at) / unit)
    }
    return reduction
  }

  /** The weight of the first target that was seen. */
  private weight(of: Float64Array, at: number): number {
    let t = at
    while (of[t] === 0 && t + MOMENTS < at + this.size) t += MOMENTS
    return of[t]
  }

  /** The mean variance of the targets that were seen. */
  private meanVariance(of: Float64Array, at: number): number {
    if (this.size === MOMENTS) return variance(of, at)
    let sum = 0
    let known = 0
    for (let t = at; t < at + this.size; t += MOMENTS) {
      sum += variance(of, t)
      if (of[t] > 0) known++
    }
    return known > 0 ? sum / known : 0
  }

  /** The best split of the feature; what is told is written over for the next leaf. */
  get found(): ValueSplit {
    const { best, codes, feature, results } = this
    if (best.merit === -Infinity) return NO_VALUE_SPLIT
    const numbers = (codes.length || 2) * this.size
    const place = this.told++
    if (results[place]?.moments.length !== numbers) {
      results[place] = { ...NO_VALUE_SPLIT, moments: new Float64Array(numbers) }
    }
    const result = results[place]
    result.merit = best.merit
    result.kind = best.kind
    result.test = best.test
    result.feature = feature
    result.codes = codes
    for (let k = 0; k < numbers; k++) result.moments[k] = this.bestBranches[k]
    return result
  }
}
