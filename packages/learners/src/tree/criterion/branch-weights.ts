import { growFloats } from '@coelho/core'

/** Weights after a split: a row per branch, an entry per class, one row behind the other. */
export interface BranchWeights {
  weights: Float64Array
  branches: number
  classes: number
  /** The weight of each branch, and of all together: see `sumBranches`. */
  sums: Float64Array
  total: number
}

/** How a split is judged; of two branches it does not matter which comes first. */
export interface SplitCriterion {
  /** What the weights before a split count: the same for all splits of a leaf. */
  before(weights: Float64Array, count: number): number
  /** The merit of a split whose two best branches are not trivial. */
  merit(before: number, after: BranchWeights): number
  /** What the merit is at most: much sooner found, where there is such a thing. */
  ceiling?(before: number, after: BranchWeights): number
  /** True if the merit is `before` less the entropy in bits that a split leaves. */
  readonly countsBits?: boolean
  /** How mixed the classes are in one place, where the criterion can tell. */
  impurity?(weights: Float64Array, count: number): number
  /** The range of the merit for so many classes: the Hoeffding bound needs it. */
  range(classes: number): number
}

/** Makes room for so many branches. */
export function layOut(after: BranchWeights, branches: number, classes: number): BranchWeights {
  after.weights = growFloats(after.weights, branches * classes)
  after.sums = growFloats(after.sums, branches)
  after.branches = branches
  after.classes = classes
  return after
}

/** Adds up the branches; true if at least two of them get more than a fraction of the weight. */
export function sumBranches(after: BranchWeights, fraction: number): boolean {
  const { weights, sums, branches, classes } = after
  let total = 0
  for (let branch = 0, at = 0; branch < branches; branch++) {
    let sum = 0
    for (const end = at + classes; at < end; at++) sum += weights[at]
    sums[branch] = sum
    total += sum
  }
  after.total = total
  let enough = 0
  for (let branch = 0; branch < branches; branch++) if (sums[branch] / total > fraction) enough++
  return enough >= 2
}
