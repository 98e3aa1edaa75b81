import type { Labels, Row, Schema } from '@coelho/core'
import type { ClassTree } from '../grow/class-tree.js'
import { NOMINAL_BINARY, NOMINAL_MULTIWAY } from '../grow/nodes.js'

/** What leads from a branch to its child number `branch`: `age ≤ 40`, `country = BR`. */
export function condition(tree: ClassTree, schema: Schema, node: number, branch: number): string {
  const { kinds, features, tests, fans } = tree.nodes
  const feature = features[node]
  const name = schema.name(feature)
  if (kinds[node] === NOMINAL_MULTIWAY) {
    return `${name} = ${schema.category(feature, fans[node]?.codes[branch] ?? -1)}`
  }
  if (kinds[node] === NOMINAL_BINARY) {
    return `${name} ${branch === 0 ? '=' : '≠'} ${schema.category(feature, tests[node])}`
  }
  return `${name} ${branch === 0 ? '≤' : '>'} ${tests[node]}`
}

/** The classes of a leaf with their shares, the largest first: `fraud 83 %, ok 17 %`. */
export function describeLeaf(tree: ClassTree, labels: Labels, node: number): string {
  const leaf = tree.nodes.leafAt(node)
  const total = leaf.totalWeight
  const places = Array.from({ length: leaf.classes.count }, (_, place) => place)
  places.sort((a, b) => leaf.weights[b] - leaf.weights[a])
  const shares = places.map((place) => {
    const share = total > 0 ? (100 * leaf.weights[place]) / total : 0
    return `${String(labels.at(leaf.classes.codes[place]))} ${share.toFixed(1)} %`
  })
  return shares.length ? `${shares.join(', ')} (weight ${round(total)})` : 'nothing seen yet'
}

export function toText(tree: ClassTree, schema: Schema, labels: Labels): string {
  if (tree.nodes.count === 0) return ''
  const lines: string[] = []
  const waiting = [{ node: 0, lead: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, lead } = next
    const indent = '  '.repeat(Math.max(0, tree.nodes.depths[node] - 1)) // the root has no line
    if (tree.nodes.isLeaf(node)) {
      lines.push(`${indent}${lead}${lead && ': '}${describeLeaf(tree, labels, node)}`)
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

export function pathToText(tree: ClassTree, schema: Schema, labels: Labels, row: Row): string {
  const path = tree.path(row)
  return path
    .map((node, step) => {
      if (tree.nodes.isLeaf(node)) return describeLeaf(tree, labels, node)
      const branch = Array.from(tree.nodes.children(node)).indexOf(path[step + 1])
      const stays = tree.nodes.walk(row, node) === node // the event does not answer the question
      return `${condition(tree, schema, node, branch)}${stays ? ' (as most events)' : ''}`
    })
    .join('\n')
}

function round(weight: number): number {
  return Math.round(weight * 1000) / 1000
}
