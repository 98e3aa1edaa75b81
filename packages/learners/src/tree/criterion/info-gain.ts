import { math } from '@coelho/core'
import type { SplitCriterion } from './branch-weights.js'

/** How much the entropy of the classes falls, in bits. */
export const infoGain: SplitCriterion = {
  merit(before, beforeCount, after) {
    const { weights, branches, classes } = after
    let total = 0
    let rest = 0 // the sum over branches of weight times entropy, in nats
    for (let branch = 0; branch < branches; branch++) {
      const start = branch * classes
      let sum = 0
      for (let at = start; at < start + classes; at++) {
        const weight = weights[at]
        if (weight > 0) {
          sum += weight
          rest -= weight * math.log(weight)
        }
      }
      if (sum > 0) rest += sum * math.log(sum)
      total += sum
    }
    return entropy(before, beforeCount) - (rest / total) * Math.LOG2E
  },
  range: (classes) => Math.log2(Math.max(classes, 2)),
}

/** The entropy of weights, in bits. */
function entropy(weights: Float64Array, count: number): number {
  let sum = 0
  let rest = 0
  for (let c = 0; c < count; c++) {
    const weight = weights[c]
    if (weight > 0) {
      sum += weight
      rest -= weight * math.log(weight)
    }
  }
  return sum > 0 ? ((rest + sum * math.log(sum)) / sum) * Math.LOG2E : 0
}
