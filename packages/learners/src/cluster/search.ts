import { growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'

/** Points in one array, one behind the other; what a point does not have is 0. */
export interface Points {
  readonly count: number
  /** How many coordinates they have. */
  readonly features: number
  /** How many places of the array each of them takes. */
  readonly stride: number
  readonly centres: Float64Array
}

/** What was found around a place: slots, ascending, and the squares of their distances. */
export class Found {
  slots: Int32Array = NO_INTS
  squares: Float64Array = NO_FLOATS
  count = 0
}

/** All points whose squared distance from a place is below the limit. */
export function findWithin(points: Points, place: Float64Array, limit: number, found: Found): void {
  const { count, features, stride, centres } = points
  if (count > found.slots.length) {
    found.slots = growInts(found.slots, count)
    found.squares = growFloats(found.squares, count)
  }
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
    if (square >= leastSquare) continue
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
