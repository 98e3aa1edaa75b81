import type { MondrianNodes } from './nodes.js'

/** What one or several Mondrian trees look like, in numbers. */
export interface MondrianSummary {
  readonly nTrees: number
  readonly nNodes: number
  readonly nBranches: number
  readonly nLeaves: number
  /** How many nodes the longest path has. */
  readonly height: number
}

export function summarise(trees: readonly MondrianNodes[]): MondrianSummary {
  let nNodes = 0
  let nLeaves = 0
  let height = 0
  for (const nodes of trees) {
    nNodes += nodes.count
    nLeaves += (nodes.count + 1) >> 1 // each branch has two children
    height = Math.max(height, nodes.height)
  }
  return { nTrees: trees.length, nNodes, nBranches: nNodes - nLeaves, nLeaves, height }
}
