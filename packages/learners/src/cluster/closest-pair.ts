import { growBytes, growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'
import { type Points, squareBetween } from '../spatial/points.js'

/**
 * The two nearest of some points: for each point the nearest of those before it is remembered,
 * and looked for again only where one of the two has moved.
 */
export class ClosestPair {
  /** By point: the nearest before it, and how far that is. */
  private nearest: Int32Array = NO_INTS
  private distances: Float64Array = NO_FLOATS
  private moved: Uint8Array = new Uint8Array(0)
  private movers: Int32Array = NO_INTS
  private moverCount = 0

  /** The later one of the pair, and the earlier one. */
  first = 0
  second = 0

  /** All points are new. */
  begin(count: number): void {
    this.nearest = growInts(this.nearest, count)
    this.distances = growFloats(this.distances, count)
    this.moved = growBytes(this.moved, count)
    this.movers = growInts(this.movers, count)
    this.moved.fill(0)
    this.moverCount = 0
    for (let slot = 0; slot < count; slot++) this.move(slot)
  }

  move(slot: number): void {
    if (this.moved[slot] === 1) return
    this.moved[slot] = 1
    this.movers[this.moverCount++] = slot
  }

  /** Finds the pair: of equal ones that whose later point comes first, then the earlier. */
  find(points: Points): void {
    const { nearest, distances, moved, movers, moverCount } = this
    let least = Infinity
    this.first = 0
    this.second = 0
    for (let a = 0; a < points.count; a++) {
      if (moved[a] === 1 || (a > 0 && moved[nearest[a]] === 1)) this.search(points, a)
      else if (a > 0) this.compare(points, a)
      if (a > 0 && distances[a] < least) {
        least = distances[a]
        this.first = a
        this.second = nearest[a]
      }
    }
    for (let k = 0; k < moverCount; k++) moved[movers[k]] = 0
    this.moverCount = 0
  }

  private search(points: Points, a: number): void {
    let nearest = 0
    let least = Infinity
    for (let b = 0; b < a; b++) {
      const distance = Math.sqrt(squareBetween(points, a, b))
      if (distance >= least) continue
      least = distance
      nearest = b
    }
    this.nearest[a] = nearest
    this.distances[a] = least
  }

  /** One that stayed, with those that moved. */
  private compare(points: Points, a: number): void {
    const { nearest, distances, movers, moverCount } = this
    for (let k = 0; k < moverCount; k++) {
      const b = movers[k]
      if (b >= a) continue
      const distance = Math.sqrt(squareBetween(points, a, b))
      if (distance > distances[a] || (distance === distances[a] && b > nearest[a])) continue
      distances[a] = distance
      nearest[a] = b
    }
  }
}
