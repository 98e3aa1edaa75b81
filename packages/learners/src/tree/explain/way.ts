import type { Row, Schema } from '@coelho/core'
import type { Alternates } from '../grow/alternates.js'
import { childFor, heaviestChild, type Weighed } from '../grow/descend.js'
import type { Nodes } from '../grow/nodes.js'
import { condition } from '../show/to-text.js'
import type { ExplainedStep, TreeExplanation } from './explanation.js'
import { addUp, Tally } from './tally.js'

/** What the explanations ask of a tree: a number for each of its nodes. */
export interface Reasoned {
  readonly nodes: Nodes<Weighed>
  readonly schema: Schema
  /** What a node stands for. */
  worth(node: number): number
  /** What is predicted in a leaf; what features add to its worth there goes into `into`. */
  conclude(leaf: number, row: Row, into: Tally): number
}

/** The nodes an event passes, from the root to a leaf. */
export function wayOf(nodes: Nodes<Weighed>, row: Row): number[] {
  if (nodes.count === 0) return []
  let node = 0
  const way = [node]
  while (!nodes.isLeaf(node)) {
    const child = childFor(nodes, row, node)
    node = child < 0 ? heaviestChild(nodes, node) : child
    way.push(node)
  }
  return way
}

/**
 * Explains what is predicted at the end of a way: each step from a branch to its child adds to
 * the branch's feature the difference of what the two stand for. With `aside` the way ends in a
 * leaf that stands beside its node number `at`, as if it stood in its place.
 */
export function explainWay(
  tree: Reasoned,
  row: Row,
  way: readonly number[],
  aside = -1,
  at: number = way.length - 1,
): TreeExplanation {
  const { nodes, schema } = tree
  const added: Tally = new Tally()
  const path: ExplainedStep[] = []
  if (way.length === 0) return { prediction: 0, base: 0, contributions: added.sorted(), path }
  const end = aside < 0 ? way[at] : aside
  const base = tree.worth(at === 0 ? end : way[0])
  let worth = base
  for (let k = 0; k < at; k++) {
    const next = tree.worth(k + 1 < at ? way[k + 1] : end)
    const feature = schema.name(nodes.features[way[k]])
    const branch = Array.from(nodes.children(way[k])).indexOf(way[k + 1])
    const change = next - worth
    path.push({
      feature,
      condition: condition({ nodes }, schema, way[k], branch),
      asMost: childFor(nodes, row, way[k]) < 0,
      change,
    })
    added.add(feature, change)
    worth = next
  }
  const prediction = tree.conclude(end, row, added)
  return { prediction, base, contributions: added.sorted(), path }
}

/** Explains what the leaf of a way says, or one beside it. */
export function explainEnd(
  tree: Reasoned,
  alternates: Alternates,
  row: Row,
  way: readonly number[],
  end: number,
): TreeExplanation {
  const at = way.findIndex((branch) => alternates.at(branch) === end)
  return at < 0 ? explainWay(tree, row, way) : explainWay(tree, row, way, end, at)
}

/** What several ways say together, each by its weight; the path is that of the last. */
export function explainWays(
  ways: readonly TreeExplanation[],
  weights: readonly number[],
): TreeExplanation {
  const last = ways.length - 1
  const path = ways[last].path.map((step) => ({ ...step, change: step.change * weights[last] }))
  return { ...addUp(ways, weights), path }
}
