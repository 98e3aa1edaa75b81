import { type Schema, SnapshotError } from '@coelho/core'
import { NOMINAL_BINARY, NOMINAL_MULTIWAY, type Nodes } from './nodes.js'
import { DEEPEST, type SizeLimit, type Sleeper } from './size-limit.js'

/** What is checked of a tree of either kind. */
interface GrownTree<Leaf extends Sleeper> {
  readonly nodes: Nodes<Leaf>
  readonly size: SizeLimit
  readonly options: { readonly maxDepth: number | null }
  readonly schema: Schema
}

/** Throws unless a restored tree fits its schema and its own counts. */
export function checkTree<Leaf extends Sleeper>(
  { nodes, size, options, schema }: GrownTree<Leaf>,
  isLeafOf: (leaf: Leaf) => boolean,
): void {
  const deepest = options.maxDepth ?? DEEPEST
  let active = 0
  let inactive = 0
  for (let node = 0; node < nodes.count; node++) {
    const leaf = nodes.leaves[node]
    const known = leaf ? isLeafOf(leaf) : isBranchOf(nodes, node, schema)
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

function isBranchOf(nodes: Nodes<Sleeper>, node: number, schema: Schema): boolean {
  const kind = nodes.kinds[node]
  const feature = nodes.features[node]
  if (nodes.isLeaf(node) || feature >= schema.size) return false
  const isNominal = kind === NOMINAL_BINARY || kind === NOMINAL_MULTIWAY
  if (isNominal !== (schema.kind(feature) === 'category')) return false
  const known = (code: number) => schema.category(feature, code) !== undefined
  if (!isNominal) return true
  const fan = nodes.fans[node]
  if (fan) return fan.codes.subarray(0, fan.count).every(known)
  return known(nodes.tests[node])
}
