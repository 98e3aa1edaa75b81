import { math } from '@coelho/core'
import type { SplitCriterion } from './branch-weights.js'

/**
 * How much the entropy of the classes falls, in bits.
 *
 * The entropy of weights w with the sum s is (s ln s - the sum of w ln w) / (s ln 2).
 */
export const infoGain: SplitCriterion = {
  before: (weights, count) => {
    let total = 0
    for (let c = 0; c < count; c++) total += weights[c]
    if (!(total > 0)) return 0
    const rest = total * math.logCount(total) - math.sumOfLogs(weights, 0, count)
    return (rest / total) * Math.LOG2E
  },

  merit(before, { weights, sums, total, branches, classes }) {
    const rest = math.sumOfLogs(sums, 0, branches) - math.sumOfLogs(weights, 0, branches * classes)
    return before - (rest / total) * Math.LOG2E
  },

  range: (classes) => Math.log2(Math.max(classes, 2)),
}
