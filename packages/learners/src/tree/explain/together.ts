import type { ForestExplanation, TreeExplanation } from './explanation.js'
import { addUp } from './tally.js'

/** What trees say together, each by its weight. */
export function explainTogether(
  trees: readonly TreeExplanation[],
  weights: ArrayLike<number>,
): ForestExplanation {
  return {
    ...addUp(trees, weights),
    trees: trees.map((tree, i) => ({ ...tree, weight: weights[i] })),
  }
}

/** The same where all count alike. */
export function explainAlike(trees: readonly TreeExplanation[]): ForestExplanation {
  return explainTogether(
    trees,
    trees.map(() => 1 / trees.length),
  )
}

/** The same where the weights are yet to be brought to a sum of 1. */
export function explainMean(
  trees: readonly TreeExplanation[],
  weights: Float64Array,
): ForestExplanation {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return explainTogether(
    trees,
    weights.map((weight) => weight / total),
  )
}

/** The median is the mean of what the trees in the middle say: one, or two. */
export function explainMedian(trees: readonly TreeExplanation[]): ForestExplanation {
  const order = [...trees.keys()].sort((a, b) => trees[a].prediction - trees[b].prediction)
  const weights = new Float64Array(trees.length)
  const half = trees.length >> 1
  for (const place of [half, trees.length % 2 === 0 ? half - 1 : half]) weights[order[place]] += 0.5
  return explainTogether(trees, weights)
}
