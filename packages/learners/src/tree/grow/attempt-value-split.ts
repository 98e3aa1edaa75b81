import type { Schema } from '@coelho/core'
import type { ValueLeaf } from '../leaf/value-leaf.js'
import type { ValueSplitter } from '../splitter/value-splitter.js'
import { hoeffdingBound } from './bound.js'
import { bestTwo } from './split.js'
import type { ValueTree } from './value-tree.js'
import { NO_VALUE_SPLIT, type ValueSplit, type ValueTrial } from './value-trial.js'

/**
 * Splits a leaf if its best split takes away so much more variance than the second best that
 * the Hoeffding bound leaves no doubt, or if they are as good as equal and enough has come.
 */
export function attemptValueSplit(tree: ValueTree, node: number, leaf: ValueLeaf): void {
  const { delta, tau, removePoorAttrs } = tree.options
  const found = suggestions(tree, leaf)
  const [best, second] = bestTwo(found)
  if (!best) return
  let split = found.length === 1
  if (second) {
    const bound = hoeffdingBound(1, delta, leaf.totalWeight)
    const ratio = second.merit / best.merit
    split = best.merit > 0 && (ratio < 1 - bound || bound < tau)
    if (removePoorAttrs && best.merit > 0) {
      for (const { feature, merit } of found) {
        if (feature >= 0 && merit / best.merit < ratio - 2 * bound) leaf.disable(feature)
      }
    }
    if (!split && best.merit > 0 && second.merit > 0) {
      prune(tree, leaf, best.merit, ratio - 2 * bound)
    }
  }
  if (!split) return
  if (best.feature < 0) tree.size.deactivate(leaf)
  else replaceBySplit(tree, node, leaf, best)
  tree.size.enforce(tree.nodes, tree.options)
}

/** One suggestion per feature, and not to split at all unless it is ruled out. */
function suggestions({ trial, schema, options }: ValueTree, leaf: ValueLeaf): ValueSplit[] {
  const { binarySplit, meritPreprune, splitter } = options
  const found = meritPreprune ? [NO_VALUE_SPLIT] : []
  return trySplits(leaf, trial, schema, splitter, binarySplit, found)
}

/** Adds to what was found the best split by each feature of a leaf, as it met them. */
export function trySplits(
  leaf: ValueLeaf,
  trial: ValueTrial,
  schema: Schema,
  splitter: ValueSplitter,
  binary: boolean,
  found: ValueSplit[] = [],
): ValueSplit[] {
  trial.startLeaf(leaf.moments)
  for (let k = 0; k < leaf.featureCount; k++) {
    const feature = leaf.features[k]
    const numeric = leaf.numericColumn(feature)
    const nominal = leaf.nominalColumn(feature)
    if (!numeric && !nominal) continue // it is disabled
    trial.start(feature)
    if (numeric) splitter.tryAll(numeric, trial, binary)
    nominal?.tryAll(trial, schema.categoriesInOrder(feature), !binary)
    found.push(trial.found)
  }
  return found
}

/** Forgets thresholds that can hardly become the best. */
function prune({ options, trial }: ValueTree, leaf: ValueLeaf, merit: number, least: number): void {
  for (const column of leaf.numeric) options.splitter.prune?.(column, trial, merit, least)
}

function replaceBySplit(tree: ValueTree, node: number, leaf: ValueLeaf, split: ValueSplit): void {
  const { nodes, size } = tree
  tree.insight.note(node, split.feature, split.merit * leaf.totalWeight)
  tree.insight.keep(node, 0, leaf.mean)
  const leaves: ValueLeaf[] = []
  const width = split.moments.length / (split.codes.length || 2)
  for (let at = 0; at < split.moments.length; at += width) {
    const moments = split.moments.subarray(at, at + width)
    const isLast = at + width === split.moments.length
    leaves.push(tree.newLeaf(leaf.depth + 1, leaf, moments, isLast))
  }
  tree.discard(leaf)
  leaf.discard(tree.options.splitter)
  size.activeLeaves += leaves.length - 1
  if (split.codes.length > 0) nodes.splitInMany(node, split, split.codes, leaves)
  else nodes.splitInTwo(node, split.kind, split.feature, split.test, leaves)
}
