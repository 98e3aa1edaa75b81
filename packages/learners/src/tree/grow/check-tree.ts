import { type Labels, type Schema, SnapshotError } from '@coelho/core'
import { ClassLeaf } from '../leaf/class-leaf.js'
import type { ClassTree } from './class-tree.js'
import { NOMINAL_BINARY, NOMINAL_MULTIWAY, type Nodes } from './nodes.js'
import { DEEPEST } from './size-limit.js'

/** Throws unless a restored tree fits its schema, its labels and its own counts. */
export function checkTree({ nodes, size, options, schema }: ClassTree, labels: Labels): void {
  const deepest = options.maxDepth ?? DEEPEST
  let active = 0
  let inactive = 0
  for (let node = 0; node < nodes.count; node++) {
    const leaf = nodes.leaves[node]
    const known = leaf ? isLeafOf(leaf, schema, labels) : isBranchOf(nodes, node, schema)
    if (!known || nodes.depths[node] > deepest || (leaf && leaf.depth !== nodes.depths[node])) {
      throw new SnapshotError('a tree must know the features and labels of its nodes')
    }
    if (leaf?.active) active++
    else if (leaf) inactive++
  }
  if (active !== size.activeLeaves || inactive !== size.inactiveLeaves) {
    throw new SnapshotError('a tree must know how many leaves it has')
  }
}

function isBranchOf(nodes: Nodes<ClassLeaf>, node: number, schema: Schema): boolean {
  const kind = nodes.kinds[node]
  const feature = nodes.features[node]
  if (nodes.isLeaf(node) || feature >= schema.size) return false
  const isNominal = kind === NOMINAL_BINARY || kind === NOMINAL_MULTIWAY
  if (isNominal !== (schema.kind(feature) === 'category')) return false
  const known = (code: number) => schema.category(feature, code) !== undefined
  const fan = nodes.fans[node]
  if (fan) return fan.codes.subarray(0, fan.count).every(known)
  return !isNominal || known(nodes.tests[node])
}

function isLeafOf(leaf: unknown, schema: Schema, labels: Labels): boolean {
  if (!(leaf instanceof ClassLeaf)) return false
  const { classes, numeric, nominal, features, featureCount } = leaf
  const inside = (codes: Int32Array, count: number, limit: number) =>
    codes.subarray(0, count).every((code) => code >= 0 && code < limit)
  const areOf = (kind: string, { features, count }: { features: Int32Array; count: number }) =>
    inside(features, count, schema.size) &&
    features.subarray(0, count).every((feature) => schema.kind(feature) === kind)
  return (
    inside(classes.codes, classes.count, labels.size) &&
    inside(features, featureCount, schema.size) &&
    areOf('number', numeric) &&
    areOf('category', nominal)
  )
}
