/** Weights after a split: a row per branch, an entry per class, one row behind the other. */
export interface BranchWeights {
  weights: Float64Array
  branches: number
  classes: number
}

/** How a split is judged. */
export interface SplitCriterion {
  /** What the weights before a split count: the same for all splits of a leaf. */
  before(weights: Float64Array, count: number): number
  /** The merit of a split whose two best branches are not trivial. */
  merit(before: number, after: BranchWeights): number
  /** The range of the merit for so many classes: the Hoeffding bound needs it. */
  range(classes: number): number
}

/** True if at least two branches get more than a fraction of the weight. */
export function dividesEnough(after: BranchWeights, fraction: number): boolean {
  const { weights, branches, classes } = after
  let total = 0
  for (let at = 0; at < branches * classes; at++) total += weights[at]
  if (!(total > 0)) return false
  let enough = 0
  for (let branch = 0; branch < branches; branch++) {
    let sum = 0
    for (let c = 0; c < classes; c++) sum += weights[branch * classes + c]
    if (sum / total > fraction) enough++
  }
  return enough >= 2
}
