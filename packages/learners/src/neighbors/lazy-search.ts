import {
  type Features,
  type FeatureValue,
  type Given,
  InvalidInputError,
  type Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { SpatialIndex } from '../spatial/spatial-index.js'
import { Minkowski } from './distance.js'
import type { Nearest } from './nearest.js'
import { Points } from './points.js'
import { SearchEngine, type SearchEngineOptions } from './search-engine.js'

/**
 * Measured (µs for an event that is asked for 5 neighbours, then kept; by a scan, by the index):
 * 300 events in 2 dimensions 2.1 and 1.8, in 5 dimensions 2.5 and 2.9 to 5; 1,000 events in 2
 * dimensions 5 and 2.1, in 5 dimensions 5.7 and 3.8 to 6.
 */
const FEWEST = 500
/** In 20 dimensions building a tree that is not worth it takes as long as up to 300 scans. */
const FIRST_PAUSE = 8192

export interface LazySearchOptions extends SearchEngineOptions {
  /** How many events are kept. */
  readonly windowSize: number
  /** `update` keeps an event only if its neighbours are nearer than this; 0: it keeps all. */
  readonly minDistanceKeep: number
}

export interface LazyUpdateOptions {
  /** How many neighbours are looked at. */
  readonly nNeighbors?: number
}

/**
 * Finds the nearest of the last events: exact, and of equally near ones the older first. It
 * compares with each of them, or asks an index where that is faster: in large windows, for Euclid's
 * and Minkowski's distances, if the events have few features or lie close together.
 *
 * @example
 * const engine = new neighbors.LazySearch({ windowSize: 3 })
 * for (const x of [1, 5, 6, 9]) engine.append({ x })
 * engine.search({ x: 1 }, 2) // => [[{ x: 5 }, { x: 6 }], [4, 5]]
 */
export class LazySearch extends SearchEngine<LazySearchOptions> {
  static override readonly id = 'neighbors.LazySearch'
  static override readonly rules: Rules<LazySearchOptions> = {
    windowSize: { kind: 'integer', default: 50, atLeast: 1, atMost: 16_777_216 },
    minDistanceKeep: { kind: 'number', default: 0, atLeast: 0 },
    distFunc: { kind: 'any', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['count', 'oldest']
  static readonly parts: readonly unknown[] = [Points, Minkowski]

  private count = 0
  /** The slot of the oldest event: the next to be written over once the window is full. */
  private oldest = 0
  private index: SpatialIndex = new SpatialIndex('fastest', FEWEST, FIRST_PAUSE)

  constructor(given?: Given<LazySearchOptions>) {
    super(given)
  }

  get length(): number {
    return this.count
  }

  /** The events that are kept, the oldest first. */
  get window(): Record<string, FeatureValue>[] {
    const { count, oldest, points } = this
    return Array.from({ length: count }, (_, k) => ({ ...points.item((oldest + k) % count) }))
  }

  /** The slot of the next event. */
  get next(): number {
    return this.count === this.options.windowSize ? this.oldest : this.count
  }

  appendRow(row: Row, tag: number, weight: number): void {
    const { count, oldest, points, index, next } = this
    if (next < count) index.removed(points, next)
    points.put(next, row, tag, weight)
    index.added(points, next)
    if (count === this.options.windowSize) this.oldest = oldest + 1 === count ? 0 : oldest + 1
    else this.count = count + 1
  }

  find(nNeighbors: number, found: Nearest): void {
    const many = Math.min(nNeighbors, this.count)
    found.start(many)
    if (many > 0) this.points.search(this.index, this.oldest, found)
  }

  /** Keeps an event unless `minDistanceKeep` is against it; true if it did. */
  update(item: Features, options?: LazyUpdateOptions): boolean {
    const { minDistanceKeep } = this.options
    const nNeighbors = options?.nNeighbors ?? 1
    if (!Number.isSafeInteger(nNeighbors) || nNeighbors < 1) {
      const expected = 'the number of neighbours must be an integer of at least 1'
      throw new InvalidInputError(this.who, expected, nNeighbors)
    }
    if (minDistanceKeep > 0) {
      const [, distances] = this.search(item, nNeighbors)
      // River: what is far from all is not kept.
      if (distances.length > 0 && distances[distances.length - 1] >= minDistanceKeep) return false
    }
    this.append(item)
    return true
  }

  checkState(): void {
    const { count, oldest } = this
    const { windowSize } = this.options
    const isCounted = Number.isSafeInteger(count) && count >= 0 && count <= windowSize
    const isPlace = Number.isSafeInteger(oldest) && oldest >= 0 && oldest < Math.max(1, count)
    if (!isCounted || !isPlace || (oldest > 0 && count < windowSize)) {
      throw new SnapshotError('a LazySearch must know its events and the oldest of them', count)
    }
    this.points.check(count)
    this.index.forget()
  }
}
