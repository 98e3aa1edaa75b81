import { SnapshotError } from '@coelho/core'
import { FEATURE, LINKS } from './layout.js'
import { MondrianNodes } from './nodes.js'

/** Throws unless a restored tree fits the features and the targets of its owner. */
export function checkFit(nodes: unknown, features: number, targets: number): void {
  if (!(nodes instanceof MondrianNodes)) throw new SnapshotError('a Mondrian tree must have nodes')
  const { count, links } = nodes
  let fits = count === 0 || nodes.targets >= targets
  for (let node = 0; node < count; node++) {
    fits &&= nodes.isLeaf(node) || links[node * LINKS + FEATURE] < features
  }
  if (!fits) throw new SnapshotError('a Mondrian tree must know its features and its targets')
}
