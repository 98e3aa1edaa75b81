import { growInts, NO_INTS, type random } from '@coelho/core'
import type { IntSet } from './int-set.js'
import { Links } from './links.js'

/** An event in the graph: its edges lead to near ones, and each is known at both ends. */
export class Vertex {
  static readonly id = 'neighbors.Vertex'
  static readonly state: readonly string[] = ['slot', 'edges', 'incoming', 'worst']
  static readonly parts: readonly unknown[] = [Links]

  slot = 0
  /** By the slot they lead to, or come from: how far it is. */
  readonly edges: Links = new Links()
  readonly incoming: Links = new Links()
  /** Where the longest edge leads to; -1: there is none. */
  worst = -1
  /** All at the other ends, in the order of a set of CPython, and how many; -1: not known. */
  around: Int32Array = NO_INTS
  private aroundCount = -1

  get isIsolated(): boolean {
    return this.edges.size === 0 && this.incoming.size === 0
  }

  isNeighbor(slot: number): boolean {
    return this.edges.has(slot) || this.incoming.has(slot)
  }

  addEdge(to: Vertex, distance: number): void {
    const { edges, worst } = this
    edges.put(to.slot, distance)
    to.incoming.put(this.slot, distance)
    this.aroundCount = -1
    to.aroundCount = -1
    if (worst === -1 || this.reach < distance) this.worst = to.slot
  }

  /** How long the longest edge is; -1: there is none. */
  get reach(): number {
    const { edges, worst } = this
    return worst === -1 ? -1 : edges.lengths[edges.placeOf(worst)]
  }

  /** True if no edge is left at this end. */
  removeEdge(to: Vertex): boolean {
    to.loseComer(this.slot)
    return this.loseEdge(to.slot)
  }

  /** The same, but only at this end. */
  loseEdge(slot: number): boolean {
    const { edges } = this
    edges.delete(slot)
    this.aroundCount = -1
    if (edges.size === 0) {
      this.worst = -1
      return this.incoming.size === 0
    }
    if (slot === this.worst) this.worst = edges.longest()
    return false
  }

  loseComer(slot: number): void {
    this.incoming.delete(slot)
    this.aroundCount = -1
  }

  /** Forgets all edges, but only at this end. */
  clear(): void {
    this.edges.clear()
    this.incoming.clear()
    this.aroundCount = -1
    this.worst = -1
  }

  /** Edges to these were looked at. */
  see(slots: ArrayLike<number>): void {
    const { edges } = this
    for (let k = 0; k < slots.length; k++) {
      const place = edges.placeOf(slots[k])
      if (place >= 0) edges.fresh[place] = 0
    }
  }

  /** Lists in `around` what is at the other ends of all edges; returns how many there are. */
  lookAround(set: IntSet): number {
    if (this.aroundCount >= 0) return this.aroundCount
    set.setToUnion(this.edges, this.incoming)
    this.around = growInts(this.around, set.size)
    this.aroundCount = set.writeTo(this.around)
    return this.aroundCount
  }
}

/** Edges by length, of equal ones by where they lead, those that come in first. */
export function sortedEdges(vertex: Vertex): [distance: number, slot: number, isOut: boolean][] {
  const all: [number, number, boolean][] = []
  for (const links of [vertex.edges, vertex.incoming]) {
    const isOut = links === vertex.edges
    for (let k = 0; k < links.size; k++) all.push([links.lengths[k], links.slots[k], isOut])
  }
  return all.sort((a, b) => compare(a[0], b[0]) || a[1] - b[1] || Number(a[2]) - Number(b[2]))
}

function compare(a: number, b: number): number {
  if (a === b) return 0 // Infinity less itself is not a number
  return a < b ? -1 : 1
}

/** What pruning needs: the vertices, and what to do with an edge. */
export interface Prunable {
  readonly vertices: readonly Vertex[]
  readonly rng: random.Random
  cut(from: Vertex, to: Vertex): void
}

/** Of two neighbours that know each other, drops the longer way with some probability. */
export function prune(vertex: Vertex, probability: number, trigger: number, graph: Prunable): void {
  if (probability === 0 || vertex.edges.size + vertex.incoming.size <= trigger) return
  const { vertices, rng } = graph
  const [first, ...others] = sortedEdges(vertex)
  const selected = [first[1]]
  for (const [distance, slot, isOut] of others) {
    const other = vertices[slot]
    let isDropped = false
    for (const kept of selected) {
      const near = vertices[kept]
      if (!near.isNeighbor(slot) || rng.random() >= probability) continue
      const [from, to] = near.edges.has(slot) ? [near, other] : [other, near]
      if (from.edges.lengths[from.edges.placeOf(to.slot)] < distance) {
        if (isOut) graph.cut(vertex, other)
        else graph.cut(other, vertex)
        isDropped = true
        break
      }
      graph.cut(from, to)
    }
    if (!isDropped) selected.push(slot)
  }
}
