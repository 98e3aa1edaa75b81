import type { Nodes } from '../grow/nodes.js'
import type { SizeLimit } from '../grow/size-limit.js'

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

/** What is counted of a tree. */
export interface SummarisedTree {
  readonly nodes: Nodes<object>
  readonly size: SizeLimit
  readonly weightSeen: number
}

export function summarise(tree: SummarisedTree): TreeSummary {
  const { nodes, size, weightSeen } = tree
  const nNodes = nodes.inTree().length
  const nLeaves = nodes.leafCount
  return {
    nNodes,
    nBranches: nNodes - nLeaves,
    nLeaves,
    nActiveLeaves: size.activeLeaves,
    nInactiveLeaves: size.inactiveLeaves,
    height: nodes.height,
    totalObservedWeight: weightSeen,
  }
}
