import { math } from '@coelho/core'
import type { SplitCriterion } from './branch-weights.js'

/** How much the entropy of the classes falls, in bits. */
export const infoGain: SplitCriterion = {
  before: (weights, count) => {
    const total = positive(weights, 0, count)
    return total > 0 ? restingEntropy(weights, 0, count, total) / total : 0
  },

  merit(before, { weights, branches, classes }) {
    let total = 0
    let rest = 0
    for (let branch = 0; branch < branches; branch++) {
      const start = branch * classes
      const sum = positive(weights, start, start + classes)
      if (sum > 0) rest += restingEntropy(weights, start, start + classes, sum)
      total += sum
    }
    return before - rest / total
  },

  range: (classes) => Math.log2(Math.max(classes, 2)),
}

/** The total weight times its entropy in bits: (total ln total - sum of w ln w) / ln 2. */
function restingEntropy(weights: Float64Array, start: number, end: number, total: number): number {
  return (total * math.logCount(total) - math.sumOfLogs(weights, start, end)) * Math.LOG2E
}

function positive(weights: Float64Array, start: number, end: number): number {
  let sum = 0
  for (let at = start; at < end; at++) if (weights[at] > 0) sum += weights[at]
  return sum
}
