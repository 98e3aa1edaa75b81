import { Regressor, type Row, type Rules } from '@coelho/core'
import { chosen, type ScalarLoss } from '../linear-model/glm-options.js'
import { RegressionLoss } from '../optim/losses/regression-loss.js'
import { Squared } from '../optim/losses/squared.js'
import { type HOFMOptions, hofmRules } from './hofm-options.js'
import { Groups } from './interactions/groups.js'
import { type FactorSummary, Machine } from './machine.js'
import { setUpFactors } from './options.js'

export interface HOFMRegressorOptions extends HOFMOptions {
  /** What is made small; null: the squared error. */
  readonly loss: RegressionLoss | null
}

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
  static override readonly rules: Rules<HOFMRegressorOptions> = {
    ...hofmRules,
    loss: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['machine']
  static readonly parts: readonly unknown[] = [Machine, Groups]

  private readonly machine: Machine = this.assemble()

  private assemble(): Machine {
    const { who, options } = this
    const loss: ScalarLoss =
      chosen(who, 'loss', 'a regression loss', RegressionLoss, options.loss) ?? new Squared()
    const setup = setUpFactors(who, options, loss)
    return new Machine(setup, this.schema, new Groups(setup, options.degree))
  }

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
    if (this.options.sampleNormalization) return super.predictThenLearnRow(row, y, weight)
    return this.machine.learn(row, y, weight)
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

  checkState(): void {
    this.machine.check()
  }
}
