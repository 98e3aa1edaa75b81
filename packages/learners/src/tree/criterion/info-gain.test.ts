import { describe, expect, it } from 'vitest'
import { type BranchWeights, sumBranches } from './branch-weights.js'
import { infoGain } from './info-gain.js'
import { log2 } from './log2.js'

function gain(branches: readonly (readonly number[])[]): number {
  const classes = branches[0].length
  const after: BranchWeights = {
    weights: Float64Array.from(branches.flat()),
    branches: branches.length,
    classes,
    sums: new Float64Array(branches.length),
    total: 0,
  }
  sumBranches(after, 0)
  const all = Float64Array.from({ length: classes }, (_, c) => {
    return branches.reduce((sum, branch) => sum + branch[c], 0)
  })
  return infoGain.merit(infoGain.before(all, classes), after)
}

describe('the information gain', () => {
  it('is all there is to know where each branch is pure', () => {
    expect(
      gain([
        [4, 0],
        [0, 4],
      ]),
    ).toBe(1)
    expect(
      gain([
        [2, 2],
        [2, 2],
      ]),
    ).toBe(0)
  })

  it('is the same to the last bit where splits differ by pure branches only', () => {
    expect(
      gain([
        [11, 2],
        [3, 0],
        [0, 24],
      ]),
    ).toBe(
      gain([
        [0, 24],
        [11, 2],
        [3, 0],
      ]),
    )
    expect(
      gain([
        [11, 2],
        [0, 24],
        [0, 3],
      ]),
    ).toBe(
      gain([
        [11, 2],
        [0, 27],
      ]),
    )
  })

  it('is that of River to the last bit, which decides between equal splits', () => {
    // What InfoGainSplitCriterion.merit_of_split returns for the same weights.
    expect(
      gain([
        [0, 27, 9, 5],
        [14, 0, 0, 0],
      ]),
    ).toBe(0.8184033299219706)
  })
})

describe('the logarithm to base 2', () => {
  it('is exact for powers of two, and near for all numbers', () => {
    for (let k = 0; k < 11; k++) expect(log2(2 ** k)).toBe(k)
    for (const x of [0.3, 1.7, 3, 1000, 2047, 2048.5, 1e9]) {
      expect(Math.abs(log2(x) - Math.log2(x))).toBeLessThan(1e-14 * Math.max(1, Math.log2(x)))
    }
  })
})
