import type { random } from '@coelho/core'
import { IntSet } from './int-set.js'
import type { Points } from './points.js'
import type { Vertex } from './vertex.js'

export interface GraphOptions {
  /** How many edges lead away from each event. */
  readonly graphK: number
  /** How many neighbours of an event are compared with each other at a time. */
  readonly maxCandidates: number
  /** Refining ends when a smaller share of the edges than this changed. */
  readonly delta: number
  readonly pruneProb: number
  /** How often edges are refined at most. */
  readonly nIters: number
}

interface Refinable {
  readonly vertices: readonly Vertex[]
  readonly points: Points
  readonly rng: random.Random
  cut(from: Vertex, to: Vertex): void
}

/**
 * Makes the edges of a graph better: neighbours of one event are likely to be near each other.
 *
 * [Efficient k-nearest neighbor graph construction for generic similarity
 * measures](https://doi.org/10.1145/1963405.1963487)
 */
export class Refining {
  private readonly graph: Refinable
  private readonly options: GraphOptions
  /** The pairs that were compared, or need not be. */
  private readonly tried: Pairs
  /** Where the points are aimed at; -1: it is not known. */
  private aimed = -1
  private fresh: Map<number, IntSet> = new Map()
  private old: Map<number, IntSet> = new Map()

  constructor(graph: Refinable, options: GraphOptions) {
    this.graph = graph
    this.options = options
    this.tried = new Pairs(graph.vertices.length)
  }

  run(slots: readonly number[]): void {
    const { delta, graphK, nIters } = this.options
    if (slots.length >= MANY) this.tried.expectMany()
    const enough = delta * graphK * slots.length
    for (let round = 0; round < nIters; round++) {
      const changes = this.round(slots)
      if (changes <= enough) break
    }
  }

  private round(slots: readonly number[]): number {
    this.collect(slots)
    const { vertices } = this.graph
    const pairs = slots.map((slot) => {
      const fresh = this.some(this.fresh.get(slot))
      const old = this.some(this.old.get(slot))
      vertices[slot].see(fresh)
      return [fresh, old] as const
    })
    let changes = 0
    for (const [fresh, old] of pairs) {
      for (let k = 0; k < fresh.length; k++) {
        changes += this.compareAll(fresh[k], fresh) + this.compareAll(fresh[k], old)
      }
    }
    return changes
  }

  private compareAll(slot: number, others: ArrayLike<number>): number {
    let changes = 0
    for (let k = 0; k < others.length; k++) changes += this.compare(slot, others[k])
    return changes
  }

  /** By slot: what is connected by edges that were looked at before, and by others. */
  private collect(slots: readonly number[]): void {
    this.fresh = new Map()
    this.old = new Map()
    for (const slot of slots) {
      const { slots: neighbors, fresh, size } = this.graph.vertices[slot].edges
      for (let k = 0; k < size; k++) {
        const neighbor = neighbors[k]
        this.tried.add(slot, neighbor)
        const lists = fresh[k] === 1 ? this.fresh : this.old
        listOf(lists, slot).add(neighbor)
        listOf(lists, neighbor).add(slot)
      }
    }
  }

  /** All, or as many as are compared at a time. */
  private some(slots: IntSet | undefined): ArrayLike<number> {
    if (!slots) return []
    const all = slots.toArray()
    const { maxCandidates } = this.options
    return all.length > maxCandidates ? this.graph.rng.sample(all, maxCandidates) : all
  }

  /** How many edges changed since two events were compared. */
  private compare(a: number, b: number): number {
    if (a === b || this.tried.has(a, b)) return 0
    const { vertices, points } = this.graph
    const from = vertices[a]
    if (from.isNeighbor(b)) return 0
    if (this.aimed !== a) points.aimAt(a)
    this.aimed = a
    const distance = points.distanceTo(b)
    const to = vertices[b]
    const changes = this.push(from, to, distance) + this.push(to, from, distance)
    this.tried.add(a, b)
    return changes
  }

  /** Makes an edge unless there is one or all there may be are shorter; 1 if it did. */
  private push(from: Vertex, to: Vertex, distance: number): number {
    if (from.isNeighbor(to.slot)) return 0
    if (from.edges.size >= this.options.graphK) {
      if (from.reach <= distance) return 0
      this.graph.cut(from, this.graph.vertices[from.worst])
    }
    from.addEdge(to, distance)
    return 1
  }
}

/** So many vertices at once are compared in so many pairs that a table pays. */
const MANY = 64
const MOST_IN_TABLE = 4096

/** Pairs of slots, in whichever order. */
class Pairs {
  private readonly size: number
  private readonly some: Set<number> = new Set()
  private table: Uint8Array | undefined

  constructor(size: number) {
    this.size = size
  }

  expectMany(): void {
    if (this.size <= MOST_IN_TABLE) this.table = new Uint8Array(this.size * this.size)
  }

  has(a: number, b: number): boolean {
    const pair = a < b ? a * this.size + b : b * this.size + a
    return this.table ? this.table[pair] === 1 : this.some.has(pair)
  }

  add(a: number, b: number): void {
    const pair = a < b ? a * this.size + b : b * this.size + a
    if (this.table) this.table[pair] = 1
    else this.some.add(pair)
  }
}

function listOf(lists: Map<number, IntSet>, slot: number): IntSet {
  let list = lists.get(slot)
  if (!list) {
    list = new IntSet()
    lists.set(slot, list)
  }
  return list
}
