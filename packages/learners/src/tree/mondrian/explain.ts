import type { Row, Schema } from '@coelho/core'
import type { ExplainedStep, TreeExplanation } from '../explain/explanation.js'
import { Tally } from '../explain/tally.js'
import type { TracedNode } from './grower.js'
import { CHILDREN, FEATURE, LINKS } from './layout.js'
import type { MondrianNodes } from './nodes.js'
import { condition } from './show.js'

/**
 * Explains what the nodes of a way predict together. With the part l(k) of the prediction that
 * node k and those below it make, the average of what all say, w(k), is
 * `w(0) + Σ l(k) · (w(k) − w(k−1))`: each step adds a term of this sum to the feature of its
 * branch.
 */
export function explainNodes(
  nodes: MondrianNodes,
  schema: Schema,
  row: Row,
  way: readonly TracedNode[],
  worth: (node: number) => number,
): TreeExplanation {
  const added: Tally = new Tally()
  const path: ExplainedStep[] = []
  const base = worth(way[0].node)
  let prediction = base
  let before = base
  for (let k = 1; k < way.length; k++) {
    const branch = way[k - 1].node
    const { node, left } = way[k]
    const index = nodes.links[branch * LINKS + FEATURE]
    const side = node - nodes.links[branch * LINKS + CHILDREN]
    const after = worth(node)
    const change = left * (after - before)
    const feature = schema.name(index)
    const asMost = Number.isNaN(row.values[index])
    path.push({ feature, condition: condition(nodes, schema, branch, side), asMost, change })
    added.add(feature, change)
    prediction += change
    before = after
  }
  return { prediction, base, contributions: added.sorted(), path }
}
