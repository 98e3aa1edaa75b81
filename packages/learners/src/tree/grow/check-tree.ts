import { type Schema, SnapshotError } from '@coelho/core'
import type { Insight } from '../explain/insight.js'
import { NOMINAL_BINARY, NOMINAL_MULTIWAY, type Nodes } from './nodes.js'
import { DEEPEST, type SizeLimit, type Sleeper } from './size-limit.js'

/** What is checked of a tree of either kind. */
interface GrownTree<Leaf extends Sleeper> {
  readonly nodes: Nodes<Leaf>
  readonly size: SizeLimit
  readonly insight: Insight
  readonly options: { readonly maxDepth: number | null }
  readonly schema: Schema
  readonly habits?: TreeHabits | undefined
}

/** What some trees do that a plain Hoeffding tree does not. */
export interface TreeHabits {
  /** Leaves stand beside the tree. */
  readonly hasAsides: boolean
  /** Branches keep what they learned as leaves, and learn on. */
  readonly keepsLeaves: boolean
}

const PLAIN: TreeHabits = { hasAsides: false, keepsLeaves: false }

/** Throws unless a restored tree fits its schema and its own counts. */
export function checkTree<Leaf extends Sleeper>(
  { nodes, size, insight, options, schema, habits = PLAIN }: GrownTree<Leaf>,
  isLeafOf: (leaf: Leaf) => boolean,
): void {
  const branches = nodes.inTree().filter((node) => !nodes.leaves[node])
  insight.checkFit(schema.size, branches)
  const deepest = options.maxDepth ?? DEEPEST
  const asides = nodes.asides()
  const tree = [...nodes.inTree(), ...asides]
  let active = 0
  for (const node of tree) {
    const leaf = nodes.leaves[node]
    const depth = nodes.depths[node]
    const isBranch = !nodes.isLeaf(node)
    let known = leaf ? isLeafOf(leaf) && leaf.depth === depth && depth <= deepest : isBranch
    known &&= !isBranch || (isBranchOf(nodes, node, schema) && !leaf !== habits.keepsLeaves)
    if (!known) throw new SnapshotError('a tree must know the features and labels of its nodes')
    if (!isBranch && leaf?.active) active++
  }
  const { activeLeaves, inactiveLeaves } = size
  const sound = asides.length === 0 || (habits.hasAsides && asides.every((at) => nodes.isLeaf(at)))
  const isPlain = !habits.hasAsides && !habits.keepsLeaves
  const all = nodes.leafCount + asides.length
  // River: trees that replace branches lose count of their leaves.
  const counted = isPlain
    ? active === activeLeaves && all - active === inactiveLeaves
    : Number.isSafeInteger(activeLeaves) && Number.isSafeInteger(inactiveLeaves)
  if (!sound || !counted) throw new SnapshotError('a tree must know how many leaves it has')
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
