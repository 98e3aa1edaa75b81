import type { Schema } from '@coelho/core'
import type { Insight } from '../tree/explain/insight.js'
import type { Nodes } from '../tree/grow/nodes.js'
import type { SizeLimit, Sleeper } from '../tree/grow/size-limit.js'
import { summarise, type TreeSummary } from '../tree/show/summary.js'
import type { ShownTree } from '../tree/show/to-text.js'
import { TreeLook } from '../tree/show/tree-look.js'

/** What is shown of a tree of a forest. */
export interface ForestTree extends ShownTree {
  readonly nodes: Nodes<Sleeper>
  readonly size: SizeLimit
  readonly insight: Insight
  readonly weightSeen: number
}

/** A tree of a forest as it is now, to look at. */
export class TreeView {
  private readonly tree: ForestTree
  private readonly look: TreeLook

  constructor(tree: ForestTree, schema: Schema) {
    this.tree = tree
    this.look = new TreeLook(tree, schema)
  }

  get nNodes(): number {
    return this.look.nNodes
  }

  get nBranches(): number {
    return this.look.nBranches
  }

  get nLeaves(): number {
    return this.look.nLeaves
  }

  get nActiveLeaves(): number {
    return this.tree.size.activeLeaves
  }

  get nInactiveLeaves(): number {
    return this.tree.size.inactiveLeaves
  }

  /** How many nodes the longest path has. */
  get height(): number {
    return this.look.height
  }

  get summary(): TreeSummary {
    return summarise(this.tree)
  }

  /** The tree as text, a line per node. */
  toText(): string {
    return this.look.toText()
  }

  /** The tree in the DOT language, to be drawn by Graphviz. */
  toDot(): string {
    return this.look.toDot()
  }
}
