import { type Features, Regressor, type Row, type Rules } from '@coelho/core'
import type { DebugOptions } from '../linear-model/contributions.js'
import { lossRule, type ValueLoss, valueMachine } from './assemble.js'
import { type FwFMOptions, fwfmRules, weightedPairs } from './fwfm-options.js'
import { WeightedPairs } from './interactions/weighted-pairs.js'
import { type FactorSummary, Machine } from './machine.js'

export interface FwFMRegressorOptions extends FwFMOptions, ValueLoss {}

/**
 * Regression by a field-weighted factorisation machine: each two features add the inner product of
 * their vectors, and each two fields weigh it. The field of a feature is its name up to the first
 * underscore. A category counts as a feature of its own with the value 1.
 *
 * [Field-weighted factorization machines](https://arxiv.org/abs/1806.03514)
 *
 * @example
 * const model = new facto.FwFMRegressor({ nFactors: 4, seed: 42 })
 * for (let i = 0; i < 3000; i++) {
 *   model.learnOne({ user: `u${i % 2}`, film: `f${i % 3}` }, (i % 2) + (i % 3))
 * }
 * Math.round(model.predictOne({ user: 'u1', film: 'f2' })) // => 3
 */
export class FwFMRegressor extends Regressor<FwFMRegressorOptions> {
  static override readonly id = 'facto.FwFMRegressor'
  static override readonly rules: Rules<FwFMRegressorOptions> = { ...fwfmRules, ...lossRule }
  static override readonly state: readonly string[] = ['machine']
  static readonly parts: readonly unknown[] = [Machine, WeightedPairs]

  private readonly machine: Machine = valueMachine(this, weightedPairs(this))

  override get takesCategories(): boolean {
    return true
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.machine.learn(row, y, weight)
  }

  predictRow(row: Row): number {
    return this.machine.raw(row)
  }

  override predictThenLearnRow(row: Row, y: number, weight: number): number {
    return this.machine.rawThenLearn(row, y, weight)
  }

  override get mayRefuse(): boolean {
    return this.machine.isLimited
  }

  override admitRow(row: Row): void {
    this.machine.checkRoom(row)
  }

  get intercept(): number {
    return this.machine.intercept
  }

  /** What the generator of the latent numbers was seeded with; undefined if it has no seed. */
  get seed(): number | undefined {
    return this.machine.seed
  }

  /** What it has learned. */
  get summary(): FactorSummary {
    return this.machine.summary
  }

  /** What features, alone and together, add to the sum a prediction is made of, as a table. */
  debugOne(x: Features, options?: DebugOptions): string {
    return this.lookAt(x, (row) => this.machine.table(row, options))
  }

  checkState(): void {
    this.machine.check()
  }
}
