import { BinaryLabels, Classifier, type Row, type Rules } from '@coelho/core'
import { chosen, type ScalarLoss } from '../linear-model/glm-options.js'
import { BinaryLoss } from '../optim/losses/binary-loss.js'
import { Log } from '../optim/losses/log.js'
import { sigmoid } from '../optim/losses/sigmoid.js'
import { type HOFMOptions, hofmRules } from './hofm-options.js'
import { Groups } from './interactions/groups.js'
import { type FactorSummary, Machine } from './machine.js'
import { setUpFactors } from './options.js'

export interface HOFMClassifierOptions extends HOFMOptions {
  /** What is made small; null: the logarithmic loss. */
  readonly loss: BinaryLoss | null
}

/**
 * Classification by a higher-order factorisation machine: each two, three … up to `degree`
 * features add something together. An event of n features has about n to the power of `degree`
 * such groups. A category counts as a feature of its own with the value 1. Its classes are told as
 * by `linearModel.LogisticRegression`.
 *
 * [Higher-order factorization machines](https://arxiv.org/abs/1607.07195)
 *
 * @example
 * const model = new facto.HOFMClassifier({ nFactors: 4, seed: 42 })
 * for (let i = 0; i < 300; i++) {
 *   const [user, film] = [`u${i % 2}`, `f${i % 3}`]
 *   model.learnOne({ user, film }, user === 'u1')
 * }
 * model.predictOne({ user: 'u1', film: 'f2' }) // => true
 */
export class HOFMClassifier extends Classifier<HOFMClassifierOptions> {
  static override readonly id = 'facto.HOFMClassifier'
  static override readonly rules: Rules<HOFMClassifierOptions> = {
    ...hofmRules,
    loss: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['machine']
  static readonly parts: readonly unknown[] = [BinaryLabels, Machine, Groups]

  override readonly labels: BinaryLabels = new BinaryLabels(this.schema.options.maxLabels)

  private readonly machine: Machine = this.assemble()

  private assemble(): Machine {
    const { who, options } = this
    const loss: ScalarLoss =
      chosen(who, 'loss', 'a binary loss', BinaryLoss, options.loss) ?? new Log()
    const setup = setUpFactors(who, options, loss)
    return new Machine(setup, this.schema, new Groups(setup, options.degree))
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
