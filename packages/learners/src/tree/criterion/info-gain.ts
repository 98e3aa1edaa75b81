import type { SplitCriterion } from './branch-weights.js'
import { log2 } from './log2.js'

/**
 * How much the entropy of the classes falls, in bits.
 *
 * The entropy of weights w with the sum s is (s log2 s - the sum of w log2 w) / s.
 */
export const infoGain: SplitCriterion = {
  before: entropy,
  impurity: entropy,
  countsBits: true,

  merit(before, { weights, sums, total, branches, classes }) {
    let entropies = 0
    for (let branch = 0, at = 0; branch < branches; branch++) {
      const sum = sums[branch]
      let rest = 0
      for (const end = at + classes; at < end; at++) {
        if (weights[at] > 0) rest -= weights[at] * log2(weights[at])
      }
      // River: this very order of sums, on which the better of two equal splits depends.
      if (sum > 0) entropies += sum * ((rest + sum * log2(sum)) / sum)
    }
    return before - entropies / total
  },

  /**
   * With q the sum of squared shares the entropy in bits is at least -log2 q, and at least
   * 2 (1 - q) for two classes.
   */
  ceiling(before, { weights, sums, total, branches, classes }) {
    let entropies = 0
    for (let branch = 0, at = 0; branch < branches; branch++) {
      const sum = sums[branch]
      let squares = 0
      for (const end = at + classes; at < end; at++) squares += weights[at] * weights[at]
      if (!(sum > 0)) continue
      if (classes === 2) entropies += 2 * (sum - squares / sum)
      else entropies -= sum * log2(squares / (sum * sum))
    }
    return before - entropies / total
  },

  range: (classes) => Math.log2(Math.max(classes, 2)),
}

function entropy(weights: Float64Array, count: number): number {
  let rest = 0
  let total = 0
  for (let c = 0; c < count; c++) {
    if (!(weights[c] > 0)) continue
    rest -= weights[c] * log2(weights[c])
    total += weights[c]
  }
  return total > 0 ? (rest + total * log2(total)) / total : 0
}
