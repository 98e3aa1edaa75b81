import type { ClassTree } from '../grow/class-tree.js'

/** What a tree looks like, in numbers. */
export interface TreeSummary {
  readonly nNodes: number
  readonly nBranches: number
  readonly nLeaves: number
  readonly nActiveLeaves: number
  readonly nInactiveLeaves: number
  readonly height: number
  readonly totalObservedWeight: number
}

export function summarise({ nodes, size, weightSeen }: ClassTree): TreeSummary {
  const nLeaves = nodes.leafCount
  return {
    nNodes: nodes.count,
    nBranches: nodes.count - nLeaves,
    nLeaves,
    nActiveLeaves: size.activeLeaves,
    nInactiveLeaves: size.inactiveLeaves,
    height: nodes.height,
    totalObservedWeight: weightSeen,
  }
}
