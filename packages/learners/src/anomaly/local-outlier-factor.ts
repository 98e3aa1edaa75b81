import { AnomalyDetector, type Given, type Row, type Rules } from '@coelho/core'
import { engineOf } from '../neighbors/knn-options.js'
import { LazySearch } from '../neighbors/lazy-search.js'
import type { SearchEngine } from '../neighbors/search-engine.js'
import { SWINN } from '../neighbors/swinn.js'
import { Neighborhoods } from './neighborhoods.js'

export interface LocalOutlierFactorOptions {
  /** How many of the nearest events an event is compared with. */
  readonly nNeighbors: number
  /**
   * Keeps the events and finds the nearest; a new one like it does. Null: a `LazySearch` over
   * 1000 events.
   */
  readonly engine: SearchEngine | null
}

/** Keeps densities finite where all neighbours are at the same place. */
const LEAST_REACH = 1e-10

/**
 * Scores how much less dense events lie around an event than around its neighbours: about 1 where
 * nothing is unusual, more for outliers; 0 while there is nothing to compare with.
 *
 * @example
 * const model = new anomaly.LocalOutlierFactor({ nNeighbors: 2 })
 * for (const x of [1, 2, 3, 4, 5]) model.learnOne({ x })
 * model.scoreOne({ x: 3.5 }).toFixed(3) // => '0.833'
 * model.scoreOne({ x: 9 }) > 2 // => true
 */
export class LocalOutlierFactor extends AnomalyDetector<LocalOutlierFactorOptions> {
  static override readonly id = 'anomaly.LocalOutlierFactor'
  static override readonly rules: Rules<LocalOutlierFactorOptions> = {
    nNeighbors: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
    engine: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['engine']
  static readonly parts: readonly unknown[] = [LazySearch, SWINN]

  private readonly engine: SearchEngine = engineOf(
    this.who,
    this.options.engine,
    this.schema,
    (schema) => new LazySearch({ windowSize: 1000, schema }),
  )
  private readonly near: Neighborhoods = new Neighborhoods(this.engine, this.options.nNeighbors)

  constructor(given?: Given<LocalOutlierFactorOptions>) {
    super(given)
  }

  override get takesCategories(): boolean {
    return this.engine.takesCategories
  }

  learnRow(row: Row): void {
    const { engine } = this
    if (engine instanceof LazySearch) this.near.expect(engine.next)
    engine.appendRow(row, 0, 1)
  }

  scoreRow(row: Row): number {
    const { engine, near } = this
    if (engine.length === 0) return 0
    near.begin(engine)
    engine.points.aim(row)
    const count = near.ofAim()
    if (count === 0) return 0
    const own = this.density(0, count)
    let sum = 0
    for (let k = 0; k < count; k++) {
      const slot = near.slots[k]
      const others = near.countOf(slot)
      sum += this.density(near.startOf(slot), others)
    }
    const score = sum / (count * own)
    return Number.isFinite(score) ? score : 0
  }

  /** One over the mean distance to the neighbours, each taken for at least its own reach. */
  private density(start: number, count: number): number {
    const { near } = this
    if (count === 0) return Infinity
    let total = 0
    for (let k = start; k < start + count; k++) {
      total += Math.max(near.distances[k], near.reach(near.slots[k]))
    }
    return 1 / (total / count + LEAST_REACH)
  }
}
