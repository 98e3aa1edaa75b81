import type { Random } from '../../random/random.js'

/** What the tree is to look like. */
export interface TreeShape {
  readonly nClasses: number
  readonly nNumFeatures: number
  readonly nCatFeatures: number
  readonly nCategoriesPerFeature: number
  readonly maxTreeDepth: number
  readonly firstLeafLevel: number
  readonly fractionLeavesPerLevel: number
}

/** A leaf has no children; the node of a category has no threshold. */
interface TreeNode {
  readonly label: number
  readonly feature: number
  readonly threshold: number
  readonly children: readonly TreeNode[]
}

/** The values that can still reach a node. */
interface Region {
  readonly candidates: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/** A tree that splits at random, and has a random label at each leaf. */
export class DecisionTree {
  private readonly root: TreeNode

  /** Draws node by node, first children first: see `grow`. */
  constructor(shape: TreeShape, rng: Random) {
    const { nNumFeatures, nCatFeatures } = shape
    this.root = grow(shape, rng, 0, {
      candidates: Array.from({ length: nNumFeatures + nCatFeatures }, (_, i) => i),
      low: new Array<number>(nNumFeatures).fill(0),
      high: new Array<number>(nNumFeatures).fill(1),
    })
  }

  /** The label of an event, given the names of the features in order. */
  labelOf(x: Readonly<Record<string, number>>, names: readonly string[]): number {
    let node = this.root
    while (node.children.length > 0) {
      const value = x[names[node.feature]]
      const isNumber = !Number.isNaN(node.threshold)
      node = node.children[isNumber ? (value < node.threshold ? 0 : 1) : value]
    }
    return node.label
  }
}

/** Draws whether it is a leaf where it may be one, then a label, or a feature and a threshold. */
function grow(shape: TreeShape, rng: Random, depth: number, region: Region): TreeNode {
  if (isLeaf(shape, rng, depth)) {
    const label = rng.randint(0, shape.nClasses - 1)
    return { label, feature: -1, threshold: Number.NaN, children: [] }
  }
  const { candidates, low, high } = region
  const chosen = rng.randint(0, candidates.length - 1)
  if (chosen < shape.nNumFeatures) {
    const threshold = (high[chosen] - low[chosen]) * rng.random() + low[chosen]
    const below = { candidates, low, high: high.with(chosen, threshold) }
    const above = { candidates, low: low.with(chosen, threshold), high }
    const first = grow(shape, rng, depth + 1, below)
    const children = [first, grow(shape, rng, depth + 1, above)]
    return { label: -1, feature: chosen, threshold, children }
  }
  const feature = candidates[chosen]
  const others = { candidates: candidates.filter((one) => one !== feature), low, high }
  const children = Array.from({ length: shape.nCategoriesPerFeature }, () =>
    grow(shape, rng, depth + 1, others),
  )
  return { label: -1, feature, threshold: Number.NaN, children }
}

function isLeaf(shape: TreeShape, rng: Random, depth: number): boolean {
  if (depth >= shape.maxTreeDepth) return true
  return depth >= shape.firstLeafLevel && shape.fractionLeavesPerLevel >= 1 - rng.random()
}
