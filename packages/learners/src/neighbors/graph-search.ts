import { growFloats, growInts, NO_FLOATS, NO_INTS, type random } from '@coelho/core'
import { IntSet } from './int-set.js'
import type { Links } from './links.js'
import type { Nearest } from './nearest.js'
import type { Points } from './points.js'
import { SlotHeap } from './slot-heap.js'
import type { Vertex } from './vertex.js'

/** Neighbours within this share beyond the farthest found are still followed. */
const EPSILON = 0.1
/** After so many draws in vain it is looked whether there is anything to begin with. */
const MOST_DRAWS = 64

/** Walks along the edges of a graph to what is near. */
export class GraphSearch {
  private readonly pool: SlotHeap = new SlotHeap()
  private readonly set: IntSet = new IntSet()
  private visited: Int32Array = NO_INTS
  private visit = 0
  /** Those that may be kept, not yet offered: visited is -visit. How far they are, by slot. */
  private near: Int32Array = NO_INTS
  private away: Float64Array = NO_FLOATS
  /** How far the last of those found is, once there are enough. */
  private farthest = 0

  /**
   * Finds the vertices nearest to where `points` is aimed, from `seed` or, if that is -1, from a
   * vertex that is drawn; never `excluded`.
   */
  run(
    vertices: readonly Vertex[],
    points: Points,
    rng: random.Random,
    limit: number,
    found: Nearest,
    seed = -1,
    excluded = -1,
  ): void {
    found.start(limit)
    if (limit === 0) return
    const first = seed >= 0 ? seed : this.draw(vertices, rng, excluded)
    if (first < 0) return
    this.visited = growInts(this.visited, vertices.length)
    this.near = growInts(this.near, vertices.length)
    this.away = growFloats(this.away, vertices.length)
    this.visit += 1
    const { pool, visited, visit } = this
    if (excluded >= 0) visited[excluded] = visit
    visited[first] = visit
    const distance = points.distanceTo(first)
    pool.clear()
    found.offerLater(first, distance)
    let at = first
    let bound = Infinity
    let away = distance
    while (away < bound) {
      bound = this.expand(vertices[at], points, found, bound)
      if (pool.size === 0) return
      at = pool.pop()
      away = pool.distance
    }
  }

  /**
   * Looks at the neighbours of a vertex; returns how far what is followed may be. River: in which
   * order they are offered decides which of them are followed, unless at most one can be kept.
   */
  private expand(vertex: Vertex, points: Points, found: Nearest, before: number): number {
    const { visited, visit, near } = this
    const { isFull } = found
    if (isFull) this.farthest = found.distances[found.count - 1]
    const nearEdges = this.measure(vertex.edges, points, isFull, 0)
    const count = this.measure(vertex.incoming, points, isFull, nearEdges)
    if (count === 0) return before
    if (count === 1) return this.offer(near[0], found, before)
    let bound = before
    const all = vertex.lookAround(this.set)
    const list = vertex.around
    for (let k = 0; k < all; k++) {
      if (visited[list[k]] === -visit) bound = this.offer(list[k], found, bound)
    }
    return bound
  }

  /** Measures how far those are that were not visited; lists those that may be kept. */
  private measure(links: Links, points: Points, isFull: boolean, before: number): number {
    const { visited, visit, away, near, farthest } = this
    const { slots, size } = links
    let count = before
    for (let k = 0; k < size; k++) {
      const slot = slots[k]
      if (visited[slot] === visit || visited[slot] === -visit) continue
      const distance = points.distanceTo(slot)
      visited[slot] = visit
      if (isFull && !(distance < farthest)) continue
      visited[slot] = -visit
      away[slot] = distance
      near[count++] = slot
    }
    return count
  }

  private offer(slot: number, found: Nearest, before: number): number {
    const { visited, visit, away, pool } = this
    visited[slot] = visit
    if (!found.offerLater(slot, away[slot])) return before
    pool.push(slot, away[slot])
    return (1 + EPSILON) * found.distances[found.count - 1]
  }

  private draw(vertices: readonly Vertex[], rng: random.Random, excluded: number): number {
    const isFit = (slot: number) => slot !== excluded && !vertices[slot].isIsolated
    for (let draws = 1; ; draws++) {
      const slot = rng.randint(0, vertices.length - 1) as number
      if (isFit(slot)) return slot
      if (draws === MOST_DRAWS && !vertices.some((_, other) => isFit(other))) return -1
    }
  }
}
