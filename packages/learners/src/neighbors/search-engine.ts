import {
  Estimator,
  type Features,
  type FeatureValue,
  type Given,
  InvalidInputError,
  type Row,
} from '@coelho/core'
import { checkDistance, type Distance } from './distance.js'
import { Nearest } from './nearest.js'
import { Points } from './points.js'

export interface SearchEngineOptions {
  /** How far two events are apart; null: Euclid's distance, in which a missing feature is 0. */
  readonly distFunc: Distance
}

/** What was found: the events, nearest first, and how far each of them is. */
export type SearchResult = [items: Record<string, FeatureValue>[], distances: number[]]

/**
 * Keeps events and finds those nearest to another. An engine implements `appendRow` and `find`;
 * models that hold one give it their rows.
 */
export abstract class SearchEngine<
  Options extends SearchEngineOptions = SearchEngineOptions,
> extends Estimator<Options> {
  static override readonly state: readonly string[] = ['points']

  readonly points: Points
  private readonly found: Nearest = new Nearest()

  constructor(given?: Given<Options>) {
    super(given)
    const { distFunc } = this.options
    checkDistance(this.who, distFunc)
    this.points = new Points(this.who, this.schema, distFunc)
  }

  /** Keeps a row, with a number that belongs to it. */
  abstract appendRow(row: Row, tag: number, weight: number): void

  /** Finds the events nearest to where `points` is aimed. */
  abstract find(nNeighbors: number, found: Nearest): void

  /** How many events are kept. */
  abstract get length(): number

  get kind(): string {
    return 'search engine'
  }

  override get supervised(): boolean {
    return false
  }

  /** A function of its own may compare what it likes. */
  override get takesCategories(): boolean {
    return typeof this.options.distFunc === 'function'
  }

  append(item: Features): void {
    this.appendRow(this.rowToLearn(item), 0, 1)
  }

  /** So many of the events kept, nearest first, and how far each of them is. */
  search(item: Features, nNeighbors: number): SearchResult {
    if (!Number.isSafeInteger(nNeighbors) || nNeighbors < 0) {
      const expected = 'the number of neighbours must be an integer of at least 0'
      throw new InvalidInputError(this.who, expected, nNeighbors)
    }
    const { points, found } = this
    const row = this.door.peek(item)
    try {
      points.aim(row)
      this.find(nNeighbors, found)
    } finally {
      this.forget()
    }
    const slots = Array.from(found.slots.subarray(0, found.count))
    // An object of its own: the caller may change it.
    const items = slots.map((slot) => ({ ...points.item(slot) }))
    return [items, Array.from(found.distances.subarray(0, found.count))]
  }
}
