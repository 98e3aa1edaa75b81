import type { Row, Schema } from '@coelho/core'
import { toDot } from './to-dot.js'
import { pathToText, type ShownTree, toText } from './to-text.js'

/** What can be seen of a tree as it is now: what all models that are one tree tell of it. */
export class TreeLook {
  private readonly tree: ShownTree
  private readonly schema: Schema

  constructor(tree: ShownTree, schema: Schema) {
    this.tree = tree
    this.schema = schema
  }

  get nNodes(): number {
    return this.tree.nodes.inTree().length
  }

  get nBranches(): number {
    return this.nNodes - this.nLeaves
  }

  get nLeaves(): number {
    return this.tree.nodes.leafCount
  }

  /** How many nodes the longest path has. */
  get height(): number {
    return this.tree.nodes.height
  }

  toText(): string {
    return toText(this.tree, this.schema)
  }

  toDot(): string {
    return toDot(this.tree, this.schema)
  }

  /** The way of a row, as text. */
  wayOf(row: Row): string {
    return pathToText(this.tree, this.schema, row)
  }
}
