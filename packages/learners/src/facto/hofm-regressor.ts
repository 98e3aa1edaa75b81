import { type Features, Regressor, type Row, type Rules } from '@coelho/core'
import type { DebugOptions } from '../linear-model/contributions.js'
import { lossRule, type ValueLoss, valueMachine } from './assemble.js'
import { type HOFMOptions, hofmRules } from './hofm-options.js'
import { Groups } from './interactions/groups.js'
import { type FactorSummary, Machine } from './machine.js'

export interface HOFMRegressorOptions extends HOFMOptions, ValueLoss {}

/**
 * Regression by a higher-order factorisation machine: each two, three … up to `degree` features
 * add something together. An event of n features has about n to the power of `degree` such groups.
 * A category counts as a feature of its own with the value 1.
 *
 * [Higher-order factorization machines](https://arxiv.org/abs/1607.07195)
 *
 * @example
 * const model = new facto.HOFMRegressor({ nFactors: 4, seed: 42 })
 * for (let i = 0; i < 3000; i++) {
 *   model.learnOne({ user: `u${i % 2}`, film: `f${i % 3}` }, (i % 2) + (i % 3))
 * }
 * Math.round(model.predictOne({ user: 'u1', film: 'f2' })) // => 3
 */
export class HOFMRegressor extends Regressor<HOFMRegressorOptions> {
  static override readonly id = 'facto.HOFMRegressor'
  static override readonly rules: Rules<HOFMRegressorOptions> = { ...hofmRules, ...lossRule }
  static override readonly state: readonly string[] = ['machine']
  static readonly parts: readonly unknown[] = [Machine, Groups]

  private readonly machine: Machine = valueMachine(
    this,
    (setup) => new Groups(setup, this.options.degree),
  )

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
