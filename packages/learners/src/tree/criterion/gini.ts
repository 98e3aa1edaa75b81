import type { SplitCriterion } from './branch-weights.js'

/** 1 - the weighted mean of the branches' Gini impurity. */
export const gini: SplitCriterion = {
  before: () => 1,

  merit(before, { weights, sums, total, branches, classes }) {
    let impurity = 0
    for (let branch = 0; branch < branches; branch++) {
      const sum = sums[branch]
      if (sum === 0) continue
      let squares = 0
      for (let c = 0; c < classes; c++) squares += (weights[branch * classes + c] / sum) ** 2
      impurity += sum * (1 - squares)
    }
    return before - impurity / total
  },

  impurity(weights, count) {
    let sum = 0
    for (let c = 0; c < count; c++) sum += weights[c]
    let impurity = 1
    for (let c = 0; sum !== 0 && c < count; c++) impurity -= (weights[c] / sum) ** 2
    return impurity
  },

  range: () => 1,
}
