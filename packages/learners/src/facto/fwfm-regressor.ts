import { Regressor, type Row, type Rules } from '@coelho/core'
import { chosen, type ScalarLoss } from '../linear-model/glm-options.js'
import { RegressionLoss } from '../optim/losses/regression-loss.js'
import { Squared } from '../optim/losses/squared.js'
import { type FwFMOptions, fwfmRules } from './fwfm-options.js'
import { WeightedPairs } from './interactions/weighted-pairs.js'
import { type FactorSummary, Machine } from './machine.js'
import { ownOptimizer, setUpFactors } from './options.js'

export interface FwFMRegressorOptions extends FwFMOptions {
  /** What is made small; null: the squared error. */
  readonly loss: RegressionLoss | null
}

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
  static override readonly rules: Rules<FwFMRegressorOptions> = {
    ...fwfmRules,
    loss: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['machine']
  static readonly parts: readonly unknown[] = [Machine, WeightedPairs]

  private readonly machine: Machine = this.assemble()

  private assemble(): Machine {
    const { who, options } = this
    const loss: ScalarLoss =
      chosen(who, 'loss', 'a regression loss', RegressionLoss, options.loss) ?? new Squared()
    const setup = setUpFactors(who, options, loss)
    const optimizer = ownOptimizer(who, 'intWeightOptimizer', options.intWeightOptimizer)
    return new Machine(setup, this.schema, new WeightedPairs(setup, optimizer))
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
