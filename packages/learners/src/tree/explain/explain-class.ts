import { InvalidLabelError, type Label, type Labels, Row } from '@coelho/core'
import type { Alternates } from '../grow/alternates.js'
import type { ClassTree } from '../grow/class-tree.js'
import { leafFor } from '../grow/descend.js'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import { type Explanation, LEAF_MODEL, type OfLabel, type TreeExplanation } from './explanation.js'
import type { Tally } from './tally.js'
import { explainEnd, explainWay, explainWays, type Reasoned, wayOf } from './way.js'

/** So small a rest is a matter of rounding. */
const ROUNDING = 1e-12

/** Explains how likely a tree holds the class with this code. */
export function explainClass(tree: ClassTree, row: Row, code: number): TreeExplanation {
  return explainWay(reasoned(tree, code), row, wayOf(tree.nodes, row))
}

/** The same where the alternates beside the way vote too. */
export function explainAdaptiveClass(
  tree: ClassTree,
  alternates: Alternates,
  row: Row,
  code: number,
): TreeExplanation {
  const numbers = reasoned(tree, code)
  const way = wayOf(tree.nodes, row)
  if (!alternates.any || way.length === 0) return explainWay(numbers, row, way)
  const ends: number[] = []
  ends.push(alternates.find(tree.nodes, row, ends))
  const trusts = ends.map((node) => {
    const error = alternates.meanError(node)
    return error === 0 ? 1 : 1 / (error * error)
  })
  // A leaf that has seen nothing has no shares, and no part in the sum of all.
  const total = ends.reduce((sum, node, k) => {
    return sum + (tree.nodes.leafAt(node).totalWeight > 0 ? trusts[k] : 0)
  }, 0)
  const weights = trusts.map((trust) => (total > 0 ? trust / total : 0))
  return explainWays(
    ends.map((node) => explainEnd(numbers, alternates, row, way, node)),
    weights,
  )
}

/** False where a row ends in a leaf that has seen nothing: it gives no class a share. */
export function hasVotes({ nodes }: ClassTree, row: Row): boolean {
  return nodes.count > 0 && leafFor(nodes, row).totalWeight > 0
}

function reasoned(tree: ClassTree, code: number): Reasoned {
  const { nodes, schema, insight } = tree
  return {
    nodes,
    schema,
    worth(node) {
      const leaf = nodes.leaves[node]
      return leaf ? shareOf(leaf, code) : insight.worth(node, code)
    },
    conclude(node, row, into) {
      return concludeIn(tree, nodes.leafAt(node), row, code, into)
    },
  }
}

function shareOf({ classes, weights, totalWeight }: ClassLeaf, code: number): number {
  const place = classes.find(code)
  return place < 0 || totalWeight === 0 ? 0 : weights[place] / totalWeight
}

/**
 * From the share of a class in a leaf to what the leaf says. Where it says what naive Bayes does,
 * it is told the values of the event one by one, and each value adds by how much it moves the
 * answer: the mean of telling them from first to last and from last to first.
 */
function concludeIn(tree: ClassTree, leaf: ClassLeaf, row: Row, code: number, into: Tally): number {
  const share = shareOf(leaf, code)
  const scores = new Float64Array(code + 1)
  const answer = (known: Row): number => {
    scores[code] = 0
    tree.scoreLeaf(leaf, known, scores)
    return scores[code] ?? 0
  }
  const told = answer(row)
  let start = told
  if (tree.prefersBayes(leaf)) {
    const features = featuresOf(leaf).filter((feature) => !Number.isNaN(row.values[feature]))
    for (const order of [features, [...features].reverse()]) {
      const part = new Row()
      part.seal(row.width)
      let before = answer(part)
      start = before
      for (const feature of order) {
        part.put(feature, row.values[feature])
        const after = answer(part)
        into.add(tree.schema.name(feature), (after - before) / 2)
        before = after
      }
    }
  }
  if (Math.abs(start - share) > ROUNDING) into.add(LEAF_MODEL, start - share)
  return told
}

/** The features of which naive Bayes knows something. */
function featuresOf({ numeric, nominal, columns }: ClassLeaf): number[] {
  return [numeric, nominal, columns].flatMap((table) =>
    table ? Array.from(table.features.subarray(0, table.count)) : [],
  )
}

/** Whoever predicts classes, as far as that is explained. */
interface Answering {
  readonly who: string
  readonly labels: Labels
  predictRow(row: Row): number
}

/** Explains the label that is asked for, else the one that is predicted. */
export function explainLabel<Kind extends Explanation>(
  model: Answering,
  row: Row,
  label: Label | undefined,
  explain: (code: number) => Kind,
): Kind & OfLabel {
  const { who, labels } = model
  const code = label === undefined ? model.predictRow(row) : labels.find(label)
  if (label !== undefined && code < 0) {
    throw new InvalidLabelError(who, 'to explain must be one that was learned', label)
  }
  return { label: labels.at(code), ...explain(code) }
}
