import { math } from '@coelho/core'
import { CHILDREN, LINKS, MERIT, SHARE, TREE_MERIT } from './layout.js'
import type { MondrianNodes } from './nodes.js'

/** A difference of logarithms beyond which the smaller term is nothing. */
const NOTHING = 100
/** A merit below which rounding shows in what follows from its difference to another one. */
const LARGE = -1e5
/** Merits stop here, so that they can be compared however large the errors are. */
const LEAST = -Number.MAX_VALUE

/**
 * Brings the merits of the trees below the nodes of a path up to date, from its leaf on:
 * `ln((exp(own) + exp(left + right)) / 2)`.
 */
export function ascend(nodes: MondrianNodes, path: Int32Array, length: number): void {
  const { stride, links, numbers } = nodes
  for (let k = length - 1; k >= 0; k--) {
    const at = path[k] * stride
    if (numbers[at + MERIT] < LEAST) numbers[at + MERIT] = LEAST
    const own = numbers[at + MERIT]
    if (k === length - 1) {
      numbers[at + TREE_MERIT] = own
      continue
    }
    const left = links[path[k] * LINKS + CHILDREN] * stride
    const below = numbers[left + TREE_MERIT] + numbers[left + stride + TREE_MERIT]
    const gap = own - below
    const higher = (gap > 0 ? own : below) - Math.LN2
    if (gap < -NOTHING) {
      numbers[at + TREE_MERIT] = higher
      numbers[at + SHARE] = 0
      continue
    }
    const ratio = gap > NOTHING ? 0 : math.exp(gap > 0 ? -gap : gap)
    const tree = higher + (ratio === 0 ? 0 : math.log(1 + ratio))
    numbers[at + TREE_MERIT] = tree
    // Both are exp(own - tree) / 2. River: the second one, which rounding spoils if it is large.
    if (own > LARGE) numbers[at + SHARE] = (gap > 0 ? 1 : ratio) / (1 + ratio)
    else numbers[at + SHARE] = 0.5 * math.exp(own - tree)
  }
}
