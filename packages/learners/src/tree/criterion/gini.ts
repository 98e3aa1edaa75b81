import type { SplitCriterion } from './branch-weights.js'

/** 1 - the weighted mean of the branches' Gini impurity. */
export const gini: SplitCriterion = {
  before: () => 1,

  merit(before, { weights, branches, classes }) {
    let total = 0
    let impurity = 0
    for (let branch = 0; branch < branches; branch++) {
      const start = branch * classes
      let sum = 0
      for (let at = start; at < start + classes; at++) sum += weights[at]
      total += sum
      if (sum === 0) continue
      let squares = 0
      for (let at = start; at < start + classes; at++) squares += (weights[at] / sum) ** 2
      impurity += sum * (1 - squares)
    }
    return before - impurity / total
  },

  range: () => 1,
}
