import { BinaryLabels, Classifier, type Row, type Rules } from '@coelho/core'
import { chosen, type ScalarLoss } from '../linear-model/glm-options.js'
import { BinaryLoss } from '../optim/losses/binary-loss.js'
import { Log } from '../optim/losses/log.js'
import { sigmoid } from '../optim/losses/sigmoid.js'
import { type FwFMOptions, fwfmRules } from './fwfm-options.js'
import { WeightedPairs } from './interactions/weighted-pairs.js'
import { type FactorSummary, Machine } from './machine.js'
import { ownOptimizer, setUpFactors } from './options.js'

export interface FwFMClassifierOptions extends FwFMOptions {
  /** What is made small; null: the logarithmic loss. */
  readonly loss: BinaryLoss | null
}

/**
 * Classification by a field-weighted factorisation machine: each two features add the inner
 * product of their vectors, and each two fields weigh it. The field of a feature is its name up to
 * the first underscore. A category counts as a feature of its own with the value 1. Its classes
 * are told as by `linearModel.LogisticRegression`.
 *
 * [Field-weighted factorization machines](https://arxiv.org/abs/1806.03514)
 *
 * @example
 * const model = new facto.FwFMClassifier({ nFactors: 4, seed: 42 })
 * for (let i = 0; i < 300; i++) {
 *   const [user, film] = [`u${i % 2}`, `f${i % 3}`]
 *   model.learnOne({ user, film }, user === 'u1')
 * }
 * model.predictOne({ user: 'u1', film: 'f2' }) // => true
 */
export class FwFMClassifier extends Classifier<FwFMClassifierOptions> {
  static override readonly id = 'facto.FwFMClassifier'
  static override readonly rules: Rules<FwFMClassifierOptions> = {
    ...fwfmRules,
    loss: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['machine']
  static readonly parts: readonly unknown[] = [BinaryLabels, Machine, WeightedPairs]

  override readonly labels: BinaryLabels = new BinaryLabels(this.schema.options.maxLabels)

  private readonly machine: Machine = this.assemble()

  private assemble(): Machine {
    const { who, options } = this
    const loss: ScalarLoss =
      chosen(who, 'loss', 'a binary loss', BinaryLoss, options.loss) ?? new Log()
    const setup = setUpFactors(who, options, loss)
    const optimizer = ownOptimizer(who, 'intWeightOptimizer', options.intWeightOptimizer)
    return new Machine(setup, this.schema, new WeightedPairs(setup, optimizer))
  }

  override get takesCategories(): boolean {
    return true
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.machine.learn(row, label, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.labels.score(sigmoid(this.machine.raw(row)), scores)
  }

  override predictThenLearnRow(row: Row, label: number, weight: number): number {
    if (this.options.sampleNormalization) {
      return super.predictThenLearnRow(row, label, weight)
    }
    const scores = this.scratch()
    const raw = this.machine.learn(row, label, weight)
    return this.labels.score(sigmoid(raw), scores) ? this.best(scores) : -1
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
