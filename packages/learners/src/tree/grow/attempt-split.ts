import type { SplitCriterion } from '../criterion/branch-weights.js'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import { hoeffdingBound } from './bound.js'
import type { ClassTree } from './class-tree.js'
import { NOMINAL_MULTIWAY, NUMERIC_BINARY } from './nodes.js'
import { bestTwo, type Split } from './split.js'

/**
 * Splits a leaf if its best split is better than the second best beyond doubt, or if they are
 * as good as equal and the leaf has waited long enough.
 */
export function attemptSplit(tree: ClassTree, node: number, leaf: ClassLeaf): void {
  if (leaf.isPure) return
  const { delta, tau, removePoorAttrs } = tree.options
  const criterion = tree.judgeOf(leaf)
  if (surelyWaits(tree, leaf, criterion)) return
  const found = tree.search.suggestions(leaf, criterion)
  const [best, second] = bestTwo(found)
  if (!best) return
  let sure = found.length === 1
  if (second) {
    const bound = hoeffdingBound(criterion.range(leaf.classes.count), delta, leaf.totalWeight)
    sure = best.merit - second.merit > bound || bound < tau
    // River: leaves that use naive Bayes keep all their features.
    if (removePoorAttrs && tree.options.leafPrediction === 'mc') {
      for (const { feature, merit } of found) {
        if (feature >= 0 && best.merit - merit > bound) leaf.disable(feature)
      }
    }
  }
  if (sure) carryOut(tree, node, leaf, best)
}

/** True if it is plain without a search that no split is better than all others beyond doubt. */
function surelyWaits(tree: ClassTree, leaf: ClassLeaf, criterion: SplitCriterion): boolean {
  const { delta, tau, removePoorAttrs, leafPrediction, maxShareToSplit } = tree.options
  if (removePoorAttrs && leafPrediction === 'mc') return false
  const { totalWeight } = leaf
  if (leaf.heaviest / totalWeight > maxShareToSplit) return false
  const bound = hoeffdingBound(criterion.range(leaf.classes.count), delta, totalWeight)
  return bound >= tau && tree.search.screen.isClose(leaf, criterion, bound)
}

/** Splits a leaf, or puts it to rest if not to split came out best. */
export function carryOut(tree: ClassTree, node: number, leaf: ClassLeaf, best: Split): void {
  if (best.feature < 0) tree.size.deactivate(leaf)
  else {
    const leaves = leavesFor(tree, leaf, best)
    tree.size.activeLeaves += leaves.length - 1
    split(tree, node, leaf, best, leaves)
  }
  tree.size.enforce(tree.nodes, tree.options)
}

/** The leaves a split makes. */
export function leavesFor(tree: ClassTree, leaf: ClassLeaf, split: Split): ClassLeaf[] {
  const { weights, branches, classes } = tree.search.childWeights(leaf, split)
  const order = tree.search.classOrder(leaf, split, tree.ranks())
  const leaves: ClassLeaf[] = []
  for (let branch = 0; branch < branches; branch++) {
    const child = tree.newLeaf(leaf.depth + 1)
    for (const k of order) {
      const weight = weights[branch * classes + k]
      // River: a class may go to a side of a threshold with a weight of 0.
      const goes = split.kind === NUMERIC_BINARY ? weight >= 0 : weight > 0
      if (goes) child.inherit(leaf.classes.codes[leaf.met[k]], weight)
    }
    child.tried(child.totalWeight)
    leaves.push(child)
  }
  return leaves
}

/** Turns a leaf into a branch. */
export function split(
  tree: ClassTree,
  node: number,
  leaf: ClassLeaf,
  found: Split,
  leaves: ClassLeaf[],
): void {
  const { nodes, search } = tree
  const { feature, kind, test } = found
  remember(tree, node, leaf, found)
  if (kind === NOMINAL_MULTIWAY) {
    const codes = search.seenCategories(leaf, feature, leaf.nominalColumn(feature))
    nodes.splitInMany(node, found, codes, leaves)
  } else nodes.splitInTwo(node, kind, feature, test, leaves)
}

/** What explanations ask for later. */
function remember(tree: ClassTree, node: number, leaf: ClassLeaf, found: Split): void {
  const { insight, habits } = tree
  insight.note(node, found.feature, gainOf(tree, leaf, found))
  if (habits?.keepsLeaves) return // the leaf that is kept knows its shares
  const { weights, classes, totalWeight } = leaf
  for (let place = 0; place < classes.count; place++) {
    insight.keep(node, classes.codes[place], weights[place] / totalWeight)
  }
}

/** How far impurity falls, times the weight it falls for. */
function gainOf(tree: ClassTree, leaf: ClassLeaf, { merit }: Split): number {
  const { before, impurity } = tree.judgeOf(leaf)
  const { weights, classes, totalWeight } = leaf
  // By the Gini index a split that tells nothing has a merit too.
  const idle = impurity ? before(weights, classes.count) - impurity(weights, classes.count) : 0
  return (merit - idle) * totalWeight
}
