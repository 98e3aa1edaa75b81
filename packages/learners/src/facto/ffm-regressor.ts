import { type Features, Regressor, type Row, type Rules } from '@coelho/core'
import type { DebugOptions } from '../linear-model/contributions.js'
import { lossRule, type ValueLoss, valueMachine } from './assemble.js'
import { FieldPairs } from './interactions/field-pairs.js'
import { type FactorSummary, Machine } from './machine.js'
import { type FactorOptions, factorRules } from './options.js'

export interface FFMRegressorOptions extends FactorOptions, ValueLoss {}

/**
 * Regression by a field-aware factorisation machine: each feature has a vector for each field, and
 * two features add the inner product of those for the other's field. The field of a feature is its
 * name up to the first underscore. A category counts as a feature of its own with the value 1.
 *
 * [Field-aware factorization machines](https://doi.org/10.1145/2959100.2959134)
 *
 * @example
 * const model = new facto.FFMRegressor({ nFactors: 4, seed: 42 })
 * for (let i = 0; i < 3000; i++) {
 *   model.learnOne({ user: `u${i % 2}`, film: `f${i % 3}` }, (i % 2) + (i % 3))
 * }
 * Math.round(model.predictOne({ user: 'u1', film: 'f2' })) // => 3
 */
export class FFMRegressor extends Regressor<FFMRegressorOptions> {
  static override readonly id = 'facto.FFMRegressor'
  static override readonly rules: Rules<FFMRegressorOptions> = { ...factorRules, ...lossRule }
  static override readonly state: readonly string[] = ['machine']
  static readonly parts: readonly unknown[] = [Machine, FieldPairs]

  private readonly machine: Machine = valueMachine(this, (setup) => new FieldPairs(setup))

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
