import { BinaryLabels, Classifier, type Features, type Row, type Rules } from '@coelho/core'
import type { DebugOptions } from '../linear-model/contributions.js'
import { sigmoid } from '../optim/losses/sigmoid.js'
import { type ClassLoss, classMachine, lossRule } from './assemble.js'
import { type HOFMOptions, hofmRules } from './hofm-options.js'
import { Groups } from './interactions/groups.js'
import { type FactorSummary, Machine } from './machine.js'

export interface HOFMClassifierOptions extends HOFMOptions, ClassLoss {}

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
  static override readonly rules: Rules<HOFMClassifierOptions> = { ...hofmRules, ...lossRule }
  static override readonly state: readonly string[] = ['machine']
  static readonly parts: readonly unknown[] = [BinaryLabels, Machine, Groups]

  override readonly labels: BinaryLabels = new BinaryLabels(this.schema.options.maxLabels)

  private readonly machine: Machine = classMachine(
    this,
    (setup) => new Groups(setup, this.options.degree),
  )

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
    const scores = this.scratch()
    this.labels.score(sigmoid(this.machine.rawThenLearn(row, label, weight)), scores)
    return this.best(scores)
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
