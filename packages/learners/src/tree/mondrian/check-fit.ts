import { SnapshotError } from '@coelho/core'
import { FEATURE, LINKS } from './layout.js'
import { MondrianNodes } from './nodes.js'
import { hasOdds } from './odds.js'

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

/** The same for a tree that weighs its nodes by odds. */
export function checkClassFit(nodes: unknown, features: number, labels: number): void {
  checkFit(nodes, features, labels)
  const { count } = nodes as MondrianNodes
  for (let node = 0; node < count; node++) {
    if (hasOdds(nodes as MondrianNodes, node)) continue
    throw new SnapshotError('a Mondrian tree for classes must have merits and odds', node)
  }
}
