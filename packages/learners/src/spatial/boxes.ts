import { growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'
import type { Points } from './points.js'
import { power } from './power.js'

const NONE = -1
/** How many points a leaf holds at most. */
export const MOST = 16

/** The nodes of a tree of boxes. */
export class Boxes {
  /** How many nodes there are, and how many coordinates a box has. */
  count = 0
  features = 0
  // By node: the box (lower corner, then upper one), the two below it or the points in it.
  boxes: Float64Array = NO_FLOATS
  left: Int32Array = NO_INTS
  right: Int32Array = NO_INTS
  above: Int32Array = NO_INTS
  sizes: Int32Array = NO_INTS
  members: Int32Array = NO_INTS

  /** A leaf without points. */
  add(above: number): number {
    const node = this.count++
    const { features } = this
    this.boxes = growFloats(this.boxes, (node + 1) * 2 * features)
    this.left = growInts(this.left, node + 1)
    this.right = growInts(this.right, node + 1)
    this.above = growInts(this.above, node + 1)
    this.sizes = growInts(this.sizes, node + 1)
    this.members = growInts(this.members, (node + 1) * MOST)
    this.left[node] = NONE
    this.right[node] = NONE
    this.above[node] = above
    this.sizes[node] = 0
    return node
  }

  /** Fits a box around some of the points. */
  wrap(points: Points, node: number, list: Int32Array, from: number, to: number): void {
    const { boxes, features } = this
    const { stride, centres } = points
    const low = node * 2 * features
    for (let feature = 0; feature < features; feature++) {
      let least = Infinity
      let most = -Infinity
      for (let k = from; k < to; k++) {
        const value = centres[list[k] * stride + feature]
        if (value < least) least = value
        if (value > most) most = value
      }
      boxes[low + feature] = least
      boxes[low + features + feature] = most
    }
  }

  /** Along which coordinate a box is the widest. */
  widest(node: number): number {
    const { boxes, features } = this
    const low = node * 2 * features
    let axis = 0
    let widest = -1
    for (let feature = 0; feature < features; feature++) {
      const width = boxes[low + features + feature] - boxes[low + feature]
      if (width > widest) {
        widest = width
        axis = feature
      }
    }
    return axis
  }

  depthOf(node: number): number {
    let depth = 0
    for (let at = node; this.above[at] !== NONE; at = this.above[at]) depth++
    return depth
  }

  /** True if the box had to grow. */
  grow(points: Points, node: number, slot: number): boolean {
    const { boxes, features } = this
    const { stride, centres } = points
    const low = node * 2 * features
    const high = low + features
    const base = slot * stride
    let grown = false
    for (let feature = 0; feature < features; feature++) {
      const value = centres[base + feature]
      if (value < boxes[low + feature]) {
        boxes[low + feature] = value
        grown = true
      }
      if (value > boxes[high + feature]) {
        boxes[high + feature] = value
        grown = true
      }
    }
    return grown
  }

  /** The square of the distance of a box from a place. */
  square(node: number, place: Float64Array, base: number): number {
    const { boxes, features } = this
    const low = node * 2 * features
    const high = low + features
    let square = 0
    for (let feature = 0; feature < features; feature++) {
      const value = place[base + feature]
      const below = boxes[low + feature] - value
      const over = value - boxes[high + feature]
      const apart = below > 0 ? below : over > 0 ? over : 0
      square += apart * apart
    }
    return square
  }

  /** The same with powers of another order. */
  sum(node: number, place: Float64Array, p: number): number {
    const { boxes, features } = this
    const low = node * 2 * features
    const high = low + features
    let sum = 0
    for (let feature = 0; feature < features; feature++) {
      const value = place[feature]
      const apart = Math.max(boxes[low + feature] - value, value - boxes[high + feature])
      if (apart > 0) sum += p === 1 ? apart : power(apart, p)
    }
    return sum
  }
}
