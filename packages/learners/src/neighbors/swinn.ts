import {
  type Given,
  InvalidOptionError,
  type Row,
  type Rules,
  random,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { Minkowski } from './distance.js'
import { Graph } from './graph.js'
import type { Links } from './links.js'
import { Nearest } from './nearest.js'
import { Points } from './points.js'
import { SearchEngine, type SearchEngineOptions } from './search-engine.js'
import { Vertex } from './vertex.js'

export interface SWINNOptions extends SearchEngineOptions {
  /** How many edges lead away from each event. */
  readonly graphK: number
  /** How many events are kept. */
  readonly maxlen: number
  /** While there are no more events than this, each of them is looked at. */
  readonly warmUp: number
  /** How many neighbours of an event are compared with each other at a time; null: 50. */
  readonly maxCandidates: number | null
  /** The graph is good enough when a smaller share of its edges than this changed. */
  readonly delta: number
  /** How likely it is that the longer of two ways is dropped. */
  readonly pruneProb: number
  /** How often edges are refined at most. */
  readonly nIters: number
  /** Of the generator that begins searches and draws candidates; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Finds some of the nearest of the last events, hardly ever missing one, by walking along the
 * edges of a graph of near events. It pays for costly distance functions: for the built-in
 * distances `LazySearch` is faster up to many thousand events, and exact.
 *
 * Each search begins at an event that is drawn, so that searching, and predicting with a model
 * that holds a SWINN, moves the generator, as in River.
 *
 * @example
 * const engine = new neighbors.SWINN({ graphK: 2, maxlen: 4, warmUp: 3, seed: 42 })
 * for (const x of [1, 5, 6, 9, 2]) engine.append({ x })
 * engine.search({ x: 1 }, 2) // => [[{ x: 2 }, { x: 5 }], [1, 4]]
 */
export class SWINN extends SearchEngine<SWINNOptions> {
  static override readonly id = 'neighbors.SWINN'
  static override readonly rules: Rules<SWINNOptions> = {
    graphK: { kind: 'integer', default: 20, atLeast: 1, atMost: 65_536 },
    distFunc: { kind: 'any', default: null, nullable: true },
    maxlen: { kind: 'integer', default: 1000, atLeast: 1, atMost: 16_777_216 },
    warmUp: { kind: 'integer', default: 500, atLeast: 1, atMost: 16_777_216 },
    maxCandidates: { kind: 'integer', default: null, nullable: true, atLeast: 1 },
    delta: { kind: 'number', default: 0.0001, atLeast: 0 },
    pruneProb: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
    nIters: { kind: 'integer', default: 10, atLeast: 0 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = [
    'rng',
    'count',
    'next',
    'isIndexed',
    'vertices',
  ]
  static readonly parts: readonly unknown[] = [random.Random, Points, Minkowski, Vertex]

  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  private count = 0
  /** The slot of the next event. */
  private next = 0
  private isIndexed = false
  /** By slot; empty until there is a graph. */
  private vertices: Vertex[] = []
  private made: Graph | undefined
  private readonly nearest: Nearest = new Nearest()

  constructor(given?: Given<SWINNOptions>) {
    super(given)
    const { graphK, warmUp } = this.options
    if (warmUp > graphK) return
    throw new InvalidOptionError(this.who, 'warmUp', `must be above graphK (${graphK})`, warmUp)
  }

  /** What the generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  get length(): number {
    return this.count
  }

  appendRow(row: Row, tag: number, weight: number): void {
    const { next, points, options } = this
    const isFull = this.count === options.maxlen
    this.next = next + 1 < options.maxlen ? next + 1 : 0
    if (!this.isIndexed) {
      points.put(next, row, tag, weight)
      if (!isFull) this.count += 1
      if (this.count >= options.warmUp) this.index()
      return
    }
    const { graph, vertices, nearest } = this
    if (isFull) graph.remove(vertices[next])
    points.aim(row)
    graph.find(nearest)
    points.put(next, row, tag, weight)
    if (!isFull) this.count += 1
    vertices[next] ??= newVertex(next)
    graph.fill(vertices[next], nearest)
  }

  find(nNeighbors: number, found: Nearest): void {
    const { count, next, points, options } = this
    if (count > options.warmUp) {
      this.graph.search(nNeighbors, found)
      return
    }
    found.start(Math.min(nNeighbors, count))
    // The oldest first; in a graph each event keeps its place.
    const first = this.isIndexed || count < options.maxlen ? 0 : next
    points.scan(first, count, found)
    points.scan(0, first, found)
  }

  private get graph(): Graph {
    const { points, rng, vertices, options } = this
    if (this.made?.vertices === vertices) return this.made
    // River: 50 whatever graphK is.
    const maxCandidates = options.maxCandidates ?? 50
    this.made = new Graph(vertices, points, rng, { ...options, maxCandidates })
    return this.made
  }

  private index(): void {
    this.vertices = Array.from({ length: this.count }, (_, slot) => newVertex(slot))
    this.graph.begin()
    this.isIndexed = true
  }

  checkState(): void {
    const { count, next, isIndexed, vertices, options } = this
    const { maxlen, warmUp, graphK } = options
    const isCounted = Number.isSafeInteger(count) && count >= 0 && count <= maxlen
    const isNext = Number.isSafeInteger(next) && next >= 0 && next < maxlen
    const isPlace = isNext && (count === maxlen || next === count)
    const due = count >= warmUp
    const fits = Array.isArray(vertices) && vertices.length === (due ? count : 0)
    if (!isCounted || !isPlace || isIndexed !== due || !fits) {
      throw new SnapshotError('a SWINN must have a graph of its events once it is warm', count)
    }
    this.points.check(count)
    for (let slot = 0; slot < vertices.length; slot++) checkVertex(vertices, slot, graphK)
  }
}

function newVertex(slot: number): Vertex {
  const vertex = new Vertex()
  vertex.slot = slot
  return vertex
}

/** Each edge must be known at both ends, and be as long there. */
function checkVertex(vertices: readonly Vertex[], slot: number, most: number): void {
  const { edges, incoming, worst, slot: own } = vertices[slot]
  const leads = areSame(edges, slot, (to) => vertices[to]?.incoming)
  const comes = areSame(incoming, slot, (from) => vertices[from]?.edges)
  const hasWorst = edges.size === 0 ? worst === -1 : edges.has(worst)
  if (own === slot && leads && comes && hasWorst && edges.size <= most) return
  throw new SnapshotError('an edge must be known at both of its ends', slot)
}

function areSame(links: Links, slot: number, at: (slot: number) => Links | undefined): boolean {
  for (let k = 0; k < links.size; k++) {
    const back = at(links.slots[k])
    const place = back ? back.placeOf(slot) : -1
    if (place < 0 || back?.lengths[place] !== links.lengths[k]) return false
  }
  return true
}
