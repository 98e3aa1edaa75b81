import type { ClassLeaf } from '../leaf/class-leaf.js'
import { hoeffdingBound } from './bound.js'
import type { ClassTree } from './class-tree.js'
import { NOMINAL_MULTIWAY } from './nodes.js'
import { bestTwo, type Split } from './split.js'

/**
 * Splits a leaf if its best split is better than the second best beyond doubt, or if they are
 * as good as equal and the leaf has waited long enough.
 */
export function attemptSplit(tree: ClassTree, node: number, leaf: ClassLeaf): void {
  if (leaf.isPure) return
  const { delta, tau, removePoorAttrs } = tree.options
  const criterion = tree.judge
  const found = tree.search.suggestions(leaf, criterion)
  const [best, second] = bestTwo(found)
  if (!best) return
  let split = found.length === 1
  if (second) {
    const bound = hoeffdingBound(criterion.range(leaf.classes.count), delta, leaf.totalWeight)
    split = best.merit - second.merit > bound || bound < tau
    // River: leaves that use naive Bayes keep all their features.
    if (removePoorAttrs && tree.options.leafPrediction === 'mc') {
      for (const { feature, merit } of found) {
        if (feature >= 0 && best.merit - merit > bound) leaf.disable(feature)
      }
    }
  }
  if (!split) return
  if (best.feature < 0) tree.size.deactivate(leaf)
  else replaceBySplit(tree, node, leaf, best)
  tree.size.enforce(tree.nodes, tree.options)
}

function replaceBySplit(tree: ClassTree, node: number, leaf: ClassLeaf, split: Split): void {
  const { nodes, size, search } = tree
  const { weights, branches, classes } = search.childWeights(leaf, split)
  const order = Array.from({ length: classes }, (_, k) => k)
  const codeAt = (k: number) => leaf.classes.codes[leaf.met[k]]
  // River: the leaves of a multiway split meet their classes in the order of the labels.
  const ranks = tree.ranks()
  if (split.kind === NOMINAL_MULTIWAY) order.sort((a, b) => ranks[codeAt(a)] - ranks[codeAt(b)])
  const leaves: ClassLeaf[] = []
  for (let branch = 0; branch < branches; branch++) {
    const child = tree.newLeaf(leaf.depth + 1)
    for (const k of order) {
      const weight = weights[branch * classes + k]
      if (weight !== 0) child.inherit(codeAt(k), weight)
    }
    child.tried(child.totalWeight)
    leaves.push(child)
  }
  size.activeLeaves += branches - 1
  if (split.kind === NOMINAL_MULTIWAY) {
    const column = leaf.nominalColumn(split.feature)
    nodes.splitInMany(node, split, search.seenCategories(leaf, split.feature, column), leaves)
  } else nodes.splitInTwo(node, split.kind, split.feature, split.test, leaves)
}
