import { NO_INTS, type random } from '@coelho/core'
import { GraphSearch } from './graph-search.js'
import { IntSet } from './int-set.js'
import { Nearest } from './nearest.js'
import type { Points } from './points.js'
import { type GraphOptions, Refining } from './refining.js'
import { prune, type Vertex } from './vertex.js'

/** A graph in which each event has edges to some that are near, searched by walking along them. */
export class Graph {
  readonly vertices: readonly Vertex[]
  readonly points: Points
  readonly rng: random.Random
  private readonly options: GraphOptions
  private readonly walk: GraphSearch = new GraphSearch()
  private readonly found: Nearest = new Nearest()
  /** Those that may have lost their last edge. */
  private readonly isolated: IntSet = new IntSet()

  constructor(
    vertices: readonly Vertex[],
    points: Points,
    rng: random.Random,
    options: GraphOptions,
  ) {
    this.vertices = vertices
    this.points = points
    this.rng = rng
    this.options = options
  }

  /** Gives each vertex edges to others at random, as far as can be, and makes them better. */
  begin(): void {
    const { vertices, rng } = this
    const others = IntSet.of(vertices.keys())
    for (const vertex of vertices) {
      others.delete(vertex.slot)
      for (const slot of rng.sample(others.toArray(), this.options.graphK)) {
        vertex.addEdge(vertices[slot], Infinity)
        vertex.worst = slot // River: the last of them
      }
      others.add(vertex.slot)
    }
    this.refine(vertices.map(({ slot }) => slot))
  }

  /** Searches from where `points` is aimed. */
  search(limit: number, found: Nearest): void {
    this.walk.run(this.vertices, this.points, this.rng, limit, found)
  }

  /** Gives a vertex edges to the nearest; `points` is aimed at its event. */
  connect(vertex: Vertex, seed = -1, excluded = -1): void {
    const { vertices, points, rng, found } = this
    this.walk.run(vertices, points, rng, this.options.graphK, found, seed, excluded)
    this.fill(vertex, found)
  }

  find(found: Nearest): void {
    this.search(this.options.graphK, found)
  }

  fill(vertex: Vertex, found: Nearest): void {
    for (let k = 0; k < found.count; k++) {
      vertex.addEdge(this.vertices[found.slots[k]], found.distances[k])
    }
    if (found.count > 0) vertex.worst = found.slots[found.count - 1]
  }

  /** Takes a vertex out; what hung on it alone gets new edges. */
  remove(gone: Vertex): void {
    const { vertices, points, rng } = this
    const left = this.farewell(gone)
    const missed = this.leavers.filter((slot) => vertices[slot].incoming.size === 0)
    if (left.length === 0 && missed.length === 0) {
      this.mendIsolated()
      return
    }
    const lonely = IntSet.of(left)
    const unseen = IntSet.of(missed)
    const affected = new IntSet()
    affected.merge(lonely)
    affected.merge(unseen)
    const isolated = lonely.intersection(unseen)
    for (const slot of isolated.toArray()) {
      points.aimAt(slot)
      this.connect(vertices[slot])
    }
    lonely.subtract(isolated)
    unseen.subtract(isolated)
    const starts = unseen.toArray()
    for (const slot of lonely.toArray()) {
      const seed = starts.length > 0 ? rng.choice(starts) : -1
      points.aimAt(slot)
      this.connect(vertices[slot], seed, slot)
    }
    this.refine([...affected.toArray()])
  }

  /** Where the edges of the vertex that was taken out last led to. */
  private leavers: Int32Array = NO_INTS

  /** Cuts all edges of a vertex; those that led to it and now have none. */
  private farewell(gone: Vertex): Int32Array {
    const { vertices, isolated } = this
    const comers = gone.incoming.list()
    this.leavers = gone.edges.list()
    for (const slot of comers) if (vertices[slot].loseEdge(gone.slot)) isolated.add(slot)
    for (const slot of this.leavers) vertices[slot].loseComer(gone.slot)
    gone.clear()
    // River: what was in a set leaves a trace in its order.
    if (this.leavers.length > 0) isolated.add(gone.slot)
    isolated.delete(gone.slot)
    return comers.filter((slot) => vertices[slot].edges.size === 0)
  }

  cut(from: Vertex, to: Vertex): void {
    if (from.removeEdge(to)) this.isolated.add(from.slot)
  }

  private refine(slots: readonly number[]): void {
    const { vertices, options } = this
    new Refining(this, options).run(slots)
    for (const slot of slots) {
      prune(vertices[slot], options.pruneProb, options.maxCandidates, this)
    }
    this.mendIsolated()
  }

  /** Gives edges to what lost its last one. */
  private mendIsolated(): void {
    const { vertices, isolated, points } = this
    const list = isolated.size > 0 ? isolated.toArray() : NO_INTS
    for (const slot of list) {
      if (!vertices[slot].isIsolated) continue
      points.aimAt(slot)
      this.connect(vertices[slot])
    }
    isolated.clear()
  }
}
