import type { EstimatorLike } from '../../base/estimator-like.js'
import { type Box, graphOf } from './graph.js'

/** A pipeline in the language of Mermaid; what a model holds stands in a frame of its own. */
export function toMermaid(pipeline: EstimatorLike): string {
  const { boxes, edges } = graphOf(pipeline)
  return [
    'flowchart TD',
    '  x(x)',
    '  y(y)',
    ...boxes.flatMap((box) => drawn(box, '  ')),
    ...edges.map(([from, to]) => `  ${from} --> ${to}`),
  ].join('\n')
}

function drawn({ id, label, inner }: Box, indent: string): string[] {
  if (inner.length === 0) return [`${indent}${id}[${quoted(label)}]`]
  return [
    `${indent}subgraph g${id} [${quoted(label)}]`,
    `${indent}  ${id}[${quoted(label)}]`,
    ...inner.flatMap((box) => drawn(box, `${indent}  `)),
    `${indent}end`,
  ]
}

/** Mermaid writes signs that mean something to it as entities. */
function quoted(label: string): string {
  return `"${label.replace(/[#"<>&;]/g, (sign) => `#${sign.charCodeAt(0)};`)}"`
}
