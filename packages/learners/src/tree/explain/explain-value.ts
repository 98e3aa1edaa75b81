import type { Row } from '@coelho/core'
import type { Alternates } from '../grow/alternates.js'
import type { ValueTree } from '../grow/value-tree.js'
import { LEAF_MODEL, type TreeExplanation } from './explanation.js'
import { explainEnd, explainWay, explainWays, type Reasoned, wayOf } from './way.js'

/** Explains the number that a tree predicts. */
export function explainValue(tree: ValueTree, row: Row): TreeExplanation {
  return explainWay(reasoned(tree), row, wayOf(tree.nodes, row))
}

/** The same where the alternates beside the way predict too. */
export function explainAdaptiveValue(
  tree: ValueTree,
  alternates: Alternates,
  row: Row,
): TreeExplanation {
  const numbers = reasoned(tree)
  const way = wayOf(tree.nodes, row)
  if (!alternates.any || way.length === 0) return explainWay(numbers, row, way)
  const ends: number[] = []
  ends.push(alternates.find(tree.nodes, row, ends))
  return explainWays(
    ends.map((node) => explainEnd(numbers, alternates, row, way, node)),
    ends.map(() => 1 / ends.length),
  )
}

function reasoned(tree: ValueTree): Reasoned {
  const { nodes, schema, insight } = tree
  return {
    nodes,
    schema,
    worth: (node) => nodes.leaves[node]?.mean ?? insight.worth(node, 0),
    /** What a model adds to the mean of its leaf is told as a whole. */
    conclude(node, row, into) {
      const leaf = nodes.leafAt(node)
      const predicted = tree.predictAt(leaf, row)
      if (!tree.prefersMean(leaf)) into.add(LEAF_MODEL, predicted - leaf.mean)
      return predicted
    },
  }
}
