import type { EstimatorLike } from '../../base/estimator-like.js'
import { type Box, graphOf } from './graph.js'

/** A pipeline in the language of Graphviz; what a model holds stands in a frame of its own. */
export function toDot(pipeline: EstimatorLike): string {
  const { boxes, edges } = graphOf(pipeline)
  return [
    'digraph Pipeline {',
    '  compound=true',
    '  node [shape=box]',
    '  x [shape=plaintext]',
    '  y [shape=plaintext]',
    ...boxes.flatMap((box) => drawn(box, '  ')),
    ...edges.map(([from, to]) => `  ${from} -> ${to}`),
    '}',
  ].join('\n')
}

function drawn({ id, label, inner }: Box, indent: string): string[] {
  const text = JSON.stringify(label)
  if (inner.length === 0) return [`${indent}${id} [label=${text}]`]
  return [
    `${indent}subgraph cluster_${id} {`,
    `${indent}  ${id} [label=${text}]`,
    ...inner.flatMap((box) => drawn(box, `${indent}  `)),
    `${indent}}`,
  ]
}
