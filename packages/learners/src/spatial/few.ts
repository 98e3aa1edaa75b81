import type { BoxTree } from './box-tree.js'
import { type Boxes, MOST } from './boxes.js'
import type { LivePoints } from './points.js'
import { power } from './power.js'

const NONE = -1
/** By far more than a sum may be off when it is added up in another order, or was a root. */
const WIDER = 1 + 1e-9
/** Sums below it may be too coarse to be compared: no box is left out for one of them. */
const COARSE = 1e-290

/** Points and a place, with a distance: the p-th root of a sum of p-th powers. */
export interface AimedPoints extends LivePoints {
  readonly place: Float64Array
  /** Adds to every sum. */
  readonly beyond: number
  readonly p: number
  distanceTo(slot: number): number
}

/** Keeps the nearest of the points it is offered. */
export interface Few {
  readonly isFull: boolean
  readonly count: number
  readonly distances: Float64Array
  /** Of points as near that comes first whose slot does, going round from `first`. */
  offerFrom(first: number, slot: number, distance: number): void
}

/**
 * Offers all points of a tree but those that are too far for certain. Says how many boxes and
 * points it looked at.
 */
export function offerFew(tree: BoxTree, points: AimedPoints, first: number, few: Few): number {
  const { stack, bounds, nodes } = tree
  const { place, beyond, p } = points
  const { left, right, sizes } = nodes
  let limit = limitOf(few, p)
  let looks = 0
  let open = nodes.count > 0 ? 1 : 0
  stack[0] = 0
  bounds[0] = 0
  while (open > 0) {
    const node = stack[--open]
    if (bounds[open] > limit) continue
    if (left[node] === NONE) {
      looks += sizes[node]
      if (p === 2) offerSquares(nodes, node, points, first, few, limit)
      else offerLeaf(nodes, node, points, first, few)
      limit = limitOf(few, p)
      continue
    }
    looks += 2
    const a = left[node]
    const b = right[node]
    const toLeft = beyond + (p === 2 ? nodes.square(a, place, 0) : nodes.sum(a, place, p))
    const toRight = beyond + (p === 2 ? nodes.square(b, place, 0) : nodes.sum(b, place, p))
    // The nearer one is looked at first: it lies on top.
    const flip = toLeft < toRight ? 1 : 0
    stack[open + flip] = a
    bounds[open + flip] = toLeft
    stack[open + 1 - flip] = b
    bounds[open + 1 - flip] = toRight
    open += 2
  }
  return looks
}

/** No point whose sum is above it is among the nearest. */
function limitOf(few: Few, p: number): number {
  if (!few.isFull) return Infinity
  const farthest = few.distances[few.count - 1]
  const sum = (p === 2 ? farthest * farthest : power(farthest, p)) * WIDER
  return sum > COARSE ? sum : COARSE
}

function offerSquares(
  nodes: Boxes,
  node: number,
  { centres, stride, features, place, beyond }: AimedPoints,
  first: number,
  few: Few,
  limit: number,
): void {
  const { members, sizes } = nodes
  const from = node * MOST
  const to = from + sizes[node]
  for (let k = from; k < to; k++) {
    const slot = members[k]
    const base = slot * stride
    let square = beyond
    for (let feature = 0; feature < features; feature++) {
      const apart = place[feature] - centres[base + feature]
      square += apart * apart
    }
    if (!(square > limit)) few.offerFrom(first, slot, Math.sqrt(square))
  }
}

function offerLeaf(
  { members, sizes }: Boxes,
  node: number,
  points: AimedPoints,
  first: number,
  few: Few,
): void {
  const from = node * MOST
  const to = from + sizes[node]
  for (let k = from; k < to; k++) {
    few.offerFrom(first, members[k], points.distanceTo(members[k]))
  }
}
