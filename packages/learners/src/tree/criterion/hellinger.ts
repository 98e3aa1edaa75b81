import type { SplitCriterion } from './branch-weights.js'

/**
 * The Hellinger distance between the branches' shares of the two classes 1 (or true) and
 * 0 (or false); 0 where one of them is absent from a branch.
 *
 * River: it looks the classes up by these names, and ignores all others.
 */
export function hellinger(positive: number, negative: number): SplitCriterion {
  return {
    before: () => 0,

    merit(_before, { weights, classes }) {
      if (positive < 0 || negative < 0) return 0
      const leftYes = weights[positive]
      const leftNo = weights[negative]
      const rightYes = weights[classes + positive]
      const rightNo = weights[classes + negative]
      if (leftYes === 0 || leftNo === 0 || rightYes === 0 || rightNo === 0) return 0
      const yes = leftYes + rightYes
      const no = leftNo + rightNo
      const left = Math.sqrt(leftNo / no) - Math.sqrt(leftYes / yes)
      const right = Math.sqrt(rightNo / no) - Math.sqrt(rightYes / yes)
      return Math.sqrt(left * left + right * right)
    },

    range: (classes) => Math.log2(Math.max(classes, 2)),
  }
}
