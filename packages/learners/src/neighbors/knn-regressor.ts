import { type Given, Regressor, type Row, type Rules, SnapshotError } from '@coelho/core'
import { engineOf, type KNNOptions, knnRules } from './knn-options.js'
import { LazySearch } from './lazy-search.js'
import { Nearest } from './nearest.js'
import type { SearchEngine } from './search-engine.js'
import { SWINN } from './swinn.js'

export interface KNNRegressorOptions extends KNNOptions {
  /** What is made of the targets; near events have more say in a weighted mean: 1 / distance. */
  readonly aggregationMethod: 'mean' | 'median' | 'weighted_mean'
}

/**
 * Predicts the mean or the median of the targets of the nearest of the events that are kept. One
 * that lies at the very same place decides alone. A weight counts in means, not in the median.
 *
 * @example
 * const engine = new neighbors.LazySearch({ windowSize: 100 })
 * const model = new neighbors.KNNRegressor({ nNeighbors: 2, engine })
 * for (const x of [1, 2, 3, 4]) model.learnOne({ x }, 10 * x)
 * model.predictOne({ x: 2.4 }) // => 25
 */
export class KNNRegressor extends Regressor<KNNRegressorOptions> {
  static override readonly id = 'neighbors.KNNRegressor'
  static override readonly rules: Rules<KNNRegressorOptions> = {
    ...knnRules,
    aggregationMethod: {
      kind: 'string',
      default: 'mean',
      choices: ['mean', 'median', 'weighted_mean'],
    },
  }
  static override readonly state: readonly string[] = ['engine']
  static readonly parts: readonly unknown[] = [LazySearch, SWINN]

  private readonly engine: SearchEngine = engineOf(this.who, this.options.engine, this.schema)
  private readonly found: Nearest = new Nearest()

  constructor(given?: Given<KNNRegressorOptions>) {
    super(given)
  }

  override get takesCategories(): boolean {
    return this.engine.takesCategories
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.engine.appendRow(row, y, weight)
  }

  predictRow(row: Row): number {
    const { engine, found, options } = this
    if (engine.length === 0) return 0
    engine.points.aim(row)
    engine.find(options.nNeighbors, found)
    const { tags } = engine.points
    if (found.count === 0) return 0
    if (found.distances[0] === 0) return tags[found.slots[0]]
    if (options.aggregationMethod === 'median') return this.median()
    return this.mean(options.aggregationMethod === 'weighted_mean')
  }

  private median(): number {
    const { count, slots } = this.found
    const { tags } = this.engine.points
    const targets = new Float64Array(count)
    for (let k = 0; k < count; k++) targets[k] = tags[slots[k]]
    targets.sort()
    const middle = count >> 1
    return count % 2 === 1 ? targets[middle] : targets[middle - 1] / 2 + targets[middle] / 2
  }

  /** Shares are added up, not targets, which could overflow. */
  private mean(isWeighted: boolean): number {
    const { count, slots, distances } = this.found
    const { tags, weights } = this.engine.points
    let total = 0
    for (let k = 0; k < count; k++) total += weights[slots[k]] / (isWeighted ? distances[k] : 1)
    // All are infinitely far, or the first infinitely near: then they differ in nothing.
    if (isWeighted && !(total > 0 && total < Infinity)) return this.mean(false)
    let mean = 0
    for (let k = 0; k < count; k++) {
      const weight = weights[slots[k]] / (isWeighted ? distances[k] : 1)
      mean += tags[slots[k]] * (weight / total)
    }
    return mean
  }

  checkState(): void {
    const { engine } = this
    const { tags, weights } = engine.points
    for (let slot = 0; slot < engine.length; slot++) {
      const isWeight = weights[slot] > 0 && weights[slot] < Infinity
      if (isWeight && Number.isFinite(tags[slot])) continue
      throw new SnapshotError('a kept event must have a target and a weight', tags[slot])
    }
  }
}
