import type { Schema } from '@coelho/core'
import { CHILDREN, FEATURE, LINKS, THRESHOLD } from './layout.js'
import type { MondrianNodes } from './nodes.js'

/** What a leaf has seen, in words. */
type Describe = (node: number) => string

/** The tree as text, a line per node but the root. */
export function toText(nodes: MondrianNodes, schema: Schema, describe: Describe): string {
  if (nodes.count === 0) return ''
  if (nodes.isLeaf(0)) return describe(0)
  const lines: string[] = []
  const waiting = [{ node: 0, lead: '', indent: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, lead, indent } = next
    const isLeaf = nodes.isLeaf(node)
    if (lead) lines.push(`${indent}${lead}${isLeaf ? `: ${describe(node)}` : ''}`)
    if (isLeaf) continue
    const first = nodes.links[node * LINKS + CHILDREN]
    const deeper = lead ? `${indent}  ` : ''
    for (const side of [1, 0]) {
      const lead = condition(nodes, schema, node, side)
      waiting.push({ node: first + side, lead, indent: deeper })
    }
  }
  return lines.join('\n')
}

/** The tree in the DOT language. */
export function toDot(nodes: MondrianNodes, schema: Schema, describe: Describe): string {
  const lines = ['digraph tree {', '  node [shape=box, fontname="sans-serif"]']
  for (let node = 0; node < nodes.count; node++) {
    const isLeaf = nodes.isLeaf(node)
    const text = isLeaf ? describe(node) : schema.name(nodes.links[node * LINKS + FEATURE])
    lines.push(`  ${node} [label=${JSON.stringify(text)}]`)
    if (isLeaf) continue
    const first = nodes.links[node * LINKS + CHILDREN]
    for (const side of [0, 1]) {
      const label = JSON.stringify(condition(nodes, schema, node, side))
      lines.push(`  ${node} -> ${first + side} [label=${label}]`)
    }
  }
  return [...lines, '}'].join('\n')
}

/** Where a row goes by a branch: `amount > 63`. */
export function condition(
  nodes: MondrianNodes,
  schema: Schema,
  node: number,
  side: number,
): string {
  const name = schema.name(nodes.links[node * LINKS + FEATURE])
  return `${name} ${side === 0 ? '≤' : '>'} ${nodes.numbers[node * nodes.stride + THRESHOLD]}`
}
