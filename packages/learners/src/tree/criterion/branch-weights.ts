/** Weights after a split: a row per branch, an entry per class, one row behind the other. */
export interface BranchWeights {
  readonly weights: Float64Array
  readonly branches: number
  readonly classes: number
}

/** How a split is judged. */
export interface SplitCriterion {
  /** The merit of a split whose two best branches are not trivial. */
  merit(before: Float64Array, beforeCount: number, after: BranchWeights): number
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
