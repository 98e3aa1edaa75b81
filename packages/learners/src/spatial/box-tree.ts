import { growInts, NO_INTS } from '@coelho/core'
import { Boxes, MOST } from './boxes.js'
import { ALMOST, type Found, type Points, type RankedPoints } from './points.js'
import { select } from './select.js'

const NONE = -1
/** How many points a leaf holds when the tree is built. */
const FILLED = 8
/** So deep it must not become: a search keeps two nodes for each level. */
const DEEPEST = 56

/**
 * Boxes around points, and boxes around boxes. A box that a point leaves grows; after so many
 * changes as there are points the tree is built anew. What it finds is exact: the square of the
 * distance to a box, added up in the order in which those to points are, is never above theirs.
 */
export class BoxTree {
  readonly nodes: Boxes = new Boxes()
  /** By slot: the leaf it is in. */
  private leafOf: Int32Array = NO_INTS
  private live = 0
  private changes = 0
  /** Of nodes that a search has yet to look at, and how far they are. */
  readonly stack: Int32Array = new Int32Array(64)
  readonly bounds: Float64Array = new Float64Array(64)
  private order: Int32Array = NO_INTS

  /** How many boxes and points the last search looked at. */
  looks = 0

  /** True once it has to be built anew. */
  isWorn(features: number): boolean {
    return features !== this.nodes.features || this.changes > this.live / 2 + 64
  }

  build(points: Points): void {
    const { count, stride, centres } = points
    this.nodes.features = points.features
    this.nodes.count = 0
    this.changes = 0
    this.order = growInts(this.order, count)
    this.leafOf = growInts(this.leafOf, count)
    let live = 0
    for (let slot = 0; slot < count; slot++) {
      this.leafOf[slot] = NONE
      const first = centres[slot * stride]
      if (first === first) this.order[live++] = slot
    }
    this.live = live
    if (live > 0) this.buildNode(points, 0, live, NONE)
  }

  private buildNode(points: Points, from: number, to: number, above: number): number {
    const { nodes } = this
    const node = nodes.add(above)
    nodes.wrap(points, node, this.order, from, to)
    if (to - from <= FILLED) {
      nodes.sizes[node] = to - from
      for (let k = from; k < to; k++) {
        nodes.members[node * MOST + k - from] = this.order[k]
        this.leafOf[this.order[k]] = node
      }
      return node
    }
    const middle = (from + to) >>> 1
    const axis = nodes.widest(node)
    select(points, axis, this.order, from, to - 1, middle)
    const left = this.buildNode(points, from, middle, node)
    const right = this.buildNode(points, middle, to, node)
    nodes.left[node] = left
    nodes.right[node] = right
    return node
  }

  /** A point that is new. */
  add(points: Points, slot: number): void {
    const { nodes } = this
    this.leafOf = growInts(this.leafOf, slot + 1)
    this.changes++
    this.live++
    let node = 0
    if (nodes.count === 0) {
      nodes.add(NONE)
      this.order = growInts(this.order, 1)
      this.order[0] = slot
      nodes.wrap(points, 0, this.order, 0, 1)
    }
    nodes.grow(points, node, slot)
    while (nodes.left[node] !== NONE) {
      const toLeft = nodes.square(nodes.left[node], points.centres, slot * points.stride)
      const toRight = nodes.square(nodes.right[node], points.centres, slot * points.stride)
      node = toLeft <= toRight ? nodes.left[node] : nodes.right[node]
      nodes.grow(points, node, slot)
    }
    if (nodes.sizes[node] === MOST) node = this.split(points, node, slot)
    nodes.members[node * MOST + nodes.sizes[node]++] = slot
    this.leafOf[slot] = node
  }

  /** Makes two of a leaf that is full; gives the one that a point belongs to. */
  private split(points: Points, node: number, slot: number): number {
    const { nodes } = this
    const axis = nodes.widest(node)
    const { stride, centres } = points
    const held = nodes.members.slice(node * MOST, (node + 1) * MOST)
    const half = MOST / 2
    select(points, axis, held, 0, MOST - 1, half)
    const left = nodes.add(node)
    const right = nodes.add(node)
    for (let k = 0; k < MOST; k++) {
      const leaf = k < half ? left : right
      nodes.members[leaf * MOST + nodes.sizes[leaf]++] = held[k]
      this.leafOf[held[k]] = leaf
    }
    nodes.wrap(points, left, held, 0, half)
    nodes.wrap(points, right, held, half, MOST)
    nodes.sizes[node] = 0
    nodes.left[node] = left
    nodes.right[node] = right
    if (nodes.depthOf(left) > DEEPEST) this.changes = Infinity
    const toLeft = centres[slot * stride + axis] < centres[held[half] * stride + axis]
    const leaf = toLeft ? left : right
    nodes.grow(points, leaf, slot)
    return leaf
  }

  remove(slot: number): void {
    const leaf = this.leafOf[slot]
    if (leaf === NONE) return
    const { members, sizes } = this.nodes
    const base = leaf * MOST
    let at = base
    while (members[at] !== slot) at++
    members[at] = members[base + --sizes[leaf]]
    this.leafOf[slot] = NONE
    this.live--
    this.changes++
  }

  /** A point that has moved: its boxes grow until it is inside. */
  move(points: Points, slot: number): void {
    const { nodes } = this
    let node = this.leafOf[slot]
    if (node === NONE || !nodes.grow(points, node, slot)) return
    this.changes++
    for (node = nodes.above[node]; node !== NONE; node = nodes.above[node]) {
      if (!nodes.grow(points, node, slot)) return
    }
  }

  /** All points whose squared distance from a place is below the limit, in no order. */
  within(points: RankedPoints, place: Float64Array, limit: number, found: Found): void {
    const { stack, nodes } = this
    const { left, right, sizes, members } = nodes
    const { features, stride, centres } = points
    found.count = 0
    found.reserve(this.live)
    const { slots, squares } = found
    let looks = 0
    let hits = 0
    let open = nodes.count > 0 ? 1 : 0
    stack[0] = 0
    while (open > 0) {
      const node = stack[--open]
      looks++
      if (nodes.square(node, place, 0) >= limit) continue
      if (left[node] !== NONE) {
        stack[open++] = right[node]
        stack[open++] = left[node]
        continue
      }
      const size = sizes[node]
      looks += size
      for (let k = 0; k < size; k++) {
        const slot = members[node * MOST + k]
        const base = slot * stride
        let square = 0
        for (let feature = 0; feature < features; feature++) {
          const distance = centres[base + feature] - place[feature]
          square += distance * distance
        }
        slots[hits] = slot
        squares[hits] = square
        hits += Number(square < limit)
      }
    }
    found.count = hits
    this.looks = looks
  }

  /** The slot of the first of the nearest points, or -1; `beyond` adds to every square. */
  nearest(points: RankedPoints, place: Float64Array, beyond: number): number {
    const { stack, bounds, nodes } = this
    const { left, right, sizes, members } = nodes
    const { features, stride, centres, ranks } = points
    let nearest = NONE
    let least = Infinity
    let bound = Infinity
    let looks = 0
    let open = nodes.count > 0 ? 1 : 0
    stack[0] = 0
    bounds[0] = 0
    while (open > 0) {
      const node = stack[--open]
      if (bounds[open] > bound) continue
      if (left[node] !== NONE) {
        const toLeft = nodes.square(left[node], place, 0) + beyond
        const toRight = nodes.square(right[node], place, 0) + beyond
        looks += 2
        // The nearer one is looked at first: it lies on top.
        const flip = toLeft < toRight ? 1 : 0
        stack[open + flip] = left[node]
        bounds[open + flip] = toLeft
        stack[open + 1 - flip] = right[node]
        bounds[open + 1 - flip] = toRight
        open += 2
        continue
      }
      const size = sizes[node]
      looks += size
      for (let k = 0; k < size; k++) {
        const slot = members[node * MOST + k]
        const base = slot * stride
        let square = 0
        for (let feature = 0; feature < features; feature++) {
          const distance = centres[base + feature] - place[feature]
          square += distance * distance
        }
        square += beyond
        if (!(square <= bound)) continue
        const distance = Math.sqrt(square)
        if (distance > least || (distance === least && ranks[slot] > ranks[nearest])) continue
        if (distance === Infinity) continue
        least = distance
        bound = square * ALMOST
        nearest = slot
      }
    }
    this.looks = looks
    return nearest
  }
}
