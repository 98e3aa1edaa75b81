import type { Row, Schema } from '@coelho/core'
import { NOMINAL_BINARY, NOMINAL_MULTIWAY, type Nodes, NUMERIC_MULTIWAY } from '../grow/nodes.js'

/** What is shown of a tree of any kind. */
export interface ShownTree {
  readonly nodes: Nodes<object>
  /** A leaf in words. */
  describe(node: number): string
  path(row: Row): number[]
}

/** What leads from a branch to its child number `branch`: `age ≤ 40`, `country = BR`. */
export function condition(
  tree: Pick<ShownTree, 'nodes'>,
  schema: Schema,
  node: number,
  branch: number,
): string {
  const { kinds, features, tests, fans } = tree.nodes
  const feature = features[node]
  const name = schema.name(feature)
  if (kinds[node] === NOMINAL_MULTIWAY) {
    return `${name} = ${schema.category(feature, fans[node]?.codes[branch] ?? -1)}`
  }
  if (kinds[node] === NOMINAL_BINARY) {
    return `${name} ${branch === 0 ? '=' : '≠'} ${schema.category(feature, tests[node])}`
  }
  if (kinds[node] === NUMERIC_MULTIWAY) {
    const from = (fans[node]?.codes[branch] ?? 0) * tests[node]
    return `${from} ≤ ${name} < ${from + tests[node]}`
  }
  return `${name} ${branch === 0 ? '≤' : '>'} ${tests[node]}`
}

export function toText(tree: ShownTree, schema: Schema): string {
  if (tree.nodes.count === 0) return ''
  const lines: string[] = []
  const waiting = [{ node: 0, lead: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, lead } = next
    const indent = '  '.repeat(Math.max(0, tree.nodes.depths[node] - 1)) // the root has no line
    if (tree.nodes.isLeaf(node)) {
      lines.push(`${indent}${lead}${lead && ': '}${tree.describe(node)}`)
      continue
    }
    if (lead) lines.push(`${indent}${lead}`)
    const children = Array.from(tree.nodes.children(node))
    const steps = children.map((child, k) => ({
      node: child,
      lead: condition(tree, schema, node, k),
    }))
    waiting.push(...steps.reverse())
  }
  return lines.join('\n')
}

export function pathToText(tree: ShownTree, schema: Schema, row: Row): string {
  const path = tree.path(row)
  return path
    .map((node, step) => {
      if (tree.nodes.isLeaf(node)) return tree.describe(node)
      const branch = Array.from(tree.nodes.children(node)).indexOf(path[step + 1])
      const stays = tree.nodes.walk(row, node) === node // the event does not answer the question
      return `${condition(tree, schema, node, branch)}${stays ? ' (as most events)' : ''}`
    })
    .join('\n')
}
