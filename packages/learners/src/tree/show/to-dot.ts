import type { Schema } from '@coelho/core'
import { condition, type ShownTree } from './to-text.js'

export function toDot(tree: ShownTree, schema: Schema): string {
  const lines = ['digraph tree {', '  node [shape=box, fontname="sans-serif"]']
  for (const node of tree.nodes.inTree()) {
    const text = tree.nodes.isLeaf(node)
      ? tree.describe(node)
      : schema.name(tree.nodes.features[node])
    lines.push(`  ${node} [label=${JSON.stringify(text)}]`)
    Array.from(tree.nodes.children(node)).forEach((child, k) => {
      lines.push(
        `  ${node} -> ${child} [label=${JSON.stringify(condition(tree, schema, node, k))}]`,
      )
    })
  }
  return [...lines, '}'].join('\n')
}
