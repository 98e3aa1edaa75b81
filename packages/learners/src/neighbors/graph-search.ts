import { growInts, NO_INTS, type random } from '@coelho/core'
import { IntSet } from './int-set.js'
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
  private readonly around: IntSet = new IntSet()
  private list: Int32Array = NO_INTS
  private visited: Int32Array = NO_INTS
  private visit = 0

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

  private expand(vertex: Vertex, points: Points, found: Nearest, before: number): number {
    const { around, visited, visit, pool } = this
    around.setToKeys(vertex.edges, vertex.incoming)
    this.list = growInts(this.list, around.size)
    const count = around.writeTo(this.list)
    const { list } = this
    let bound = before
    for (let k = 0; k < count; k++) {
      const slot = list[k]
      if (visited[slot] === visit) continue
      const distance = points.distanceTo(slot)
      if (found.offerLater(slot, distance)) {
        pool.push(slot, distance)
        bound = (1 + EPSILON) * found.distances[found.count - 1]
      }
      visited[slot] = visit
    }
    return bound
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
