import { growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'

/**
 * Points in one array, one behind the other; what a point does not have is 0. A slot that is not
 * used holds NaN, which is near nothing.
 */
export interface Points {
  /** How many slots there are, used or not. */
  readonly count: number
  /** How many coordinates they have. */
  readonly features: number
  /** How many places of the array each of them takes. */
  readonly stride: number
  readonly centres: Float64Array
}

export interface LivePoints extends Points {
  /** How many slots are used. */
  readonly live: number
}

/** Points with an order of their own: of equally near ones the lowest rank comes first. */
export interface RankedPoints extends LivePoints {
  readonly ranks: Float64Array
}

/** What was found around a place: slots, and the squares of their distances. */
export class Found {
  slots: Int32Array = NO_INTS
  squares: Float64Array = NO_FLOATS
  count = 0

  reserve(count: number): void {
    if (count <= this.slots.length) return
    this.slots = growInts(this.slots, count)
    this.squares = growFloats(this.squares, count)
  }

  /** Puts them in the order of their ranks, which they mostly are in already. */
  sort(ranks: Float64Array): void {
    const { slots, squares, count } = this
    for (let k = 1; k < count; k++) {
      const slot = slots[k]
      const square = squares[k]
      const rank = ranks[slot]
      let at = k
      for (; at > 0 && ranks[slots[at - 1]] > rank; at--) {
        slots[at] = slots[at - 1]
        squares[at] = squares[at - 1]
      }
      slots[at] = slot
      squares[at] = square
    }
  }
}

/** All points whose squared distance from a place is below the limit, by slot. */
export function findWithin(points: Points, place: Float64Array, limit: number, found: Found): void {
  const { count, features, stride, centres } = points
  found.reserve(count)
  const { slots, squares } = found
  let hits = 0
  for (let slot = 0, base = 0; slot < count; slot++, base += stride) {
    let square = 0
    for (let feature = 0; feature < features; feature++) {
      const distance = centres[base + feature] - place[feature]
      square += distance * distance
    }
    // What does not count is written too, and then written over: that spares a jump.
    slots[hits] = slot
    squares[hits] = square
    hits += Number(square < limit)
  }
  found.count = hits
}

/** The slot of the first of the nearest points, or -1; `beyond` adds to every squared distance. */
export function findNearest(points: Points, place: Float64Array, beyond: number): number {
  const { count, features, stride, centres } = points
  let nearest = -1
  let least = Infinity
  let leastSquare = Infinity
  for (let slot = 0, base = 0; slot < count; slot++, base += stride) {
    let square = 0
    for (let feature = 0; feature < features; feature++) {
      const distance = centres[base + feature] - place[feature]
      square += distance * distance
    }
    square += beyond
    if (!(square < leastSquare)) continue
    // Squares may differ where distances do not: then the first one stays.
    const distance = Math.sqrt(square)
    if (distance < least) {
      least = distance
      leastSquare = square
      nearest = slot
    }
  }
  return nearest
}

/** A square above it has a larger root for certain; between the two the roots may be equal. */
export const ALMOST: number = 1 + 4 * 2.220446049250313e-16

/** The same for points whose order is that of their ranks. */
export function findNearestRanked(
  points: RankedPoints,
  place: Float64Array,
  beyond: number,
): number {
  const { count, features, stride, centres, ranks } = points
  let nearest = -1
  let least = Infinity
  let bound = Infinity
  for (let slot = 0, base = 0; slot < count; slot++, base += stride) {
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
  return nearest
}

/** The squared distance of two points. */
export function squareBetween(points: Points, a: number, b: number): number {
  const { features, stride, centres } = points
  let square = 0
  for (let feature = 0; feature < features; feature++) {
    const distance = centres[a * stride + feature] - centres[b * stride + feature]
    square += distance * distance
  }
  return square
}

/** The least square whose root is not below a radius: `square < limit` is `distance < radius`. */
export function squareLimit(radius: number): number {
  let limit = radius * radius
  const step = limit * Number.EPSILON
  while (Math.sqrt(limit) >= radius && step > 0) limit -= step
  while (Math.sqrt(limit) < radius) limit += step || Number.MIN_VALUE
  return limit
}
