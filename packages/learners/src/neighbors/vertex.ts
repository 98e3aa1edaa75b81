import type { random } from '@coelho/core'

/** An event in the graph: its edges lead to near ones, and each is known at both ends. */
export class Vertex {
  static readonly id = 'neighbors.Vertex'
  static readonly state: readonly string[] = ['slot', 'edges', 'incoming', 'fresh', 'worst']

  slot = 0
  /** By the slot they lead to, or come from: how far it is. */
  readonly edges: Map<number, number> = new Map()
  readonly incoming: Map<number, number> = new Map()
  /** The edges that were not looked at since they were made. */
  readonly fresh: Map<number, boolean> = new Map()
  /** Where the longest edge leads to; -1: there is none. */
  worst = -1

  get isIsolated(): boolean {
    return this.edges.size === 0 && this.incoming.size === 0
  }

  isNeighbor(slot: number): boolean {
    return this.edges.has(slot) || this.incoming.has(slot)
  }

  addEdge(to: Vertex, distance: number): void {
    this.edges.set(to.slot, distance)
    this.fresh.set(to.slot, true)
    to.incoming.set(this.slot, distance)
    const { worst } = this
    if (worst === -1 || (this.edges.get(worst) as number) < distance) this.worst = to.slot
  }

  /** True if no edge is left at this end. */
  removeEdge(to: Vertex): boolean {
    this.edges.delete(to.slot)
    to.incoming.delete(this.slot)
    this.fresh.delete(to.slot)
    if (this.edges.size === 0) {
      this.worst = -1
      return this.incoming.size === 0
    }
    if (to.slot === this.worst) this.worst = this.longest()
    return false
  }

  private longest(): number {
    let most = -1
    let worst = -1
    for (const [slot, distance] of this.edges) {
      if (distance > most) {
        most = distance
        worst = slot
      }
    }
    return worst
  }
}

/** Edges by length, of equal ones by where they lead, those that come in first. */
export function sortedEdges(vertex: Vertex): [distance: number, slot: number, isOut: boolean][] {
  const all: [number, number, boolean][] = []
  for (const [slot, distance] of vertex.edges) all.push([distance, slot, true])
  for (const [slot, distance] of vertex.incoming) all.push([distance, slot, false])
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
      if ((from.edges.get(to.slot) as number) < distance) {
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
