import {
  BinaryLabels,
  Classifier,
  type Features,
  type Frame,
  type Label,
  type LearnManyOptions,
  type Row,
  type Rules,
  type Run,
  type TakesRuns,
} from '@coelho/core'
import { BinaryLoss } from '../optim/losses/binary-loss.js'
import { Log } from '../optim/losses/log.js'
import { matchWeights, sideOf } from './averaging.js'
import {
  contributions,
  contributionsOf,
  type DebugOptions,
  type FeatureContributions,
} from './contributions.js'
import { Glm, type GlmSummary } from './glm.js'
import { chosen, type GlmOptions, glmRules, type ScalarLoss, setUpGlm } from './glm-options.js'
import { checkBatch } from './mini-batch.js'

export interface LogisticRegressionOptions extends GlmOptions {
  /** What is made small; null: the logarithmic loss. */
  readonly loss: BinaryLoss | null
}

/** Beyond it the logistic function is not one half, whatever is rounded. */
const UNDECIDED = 1e-9

/**
 * Logistic regression by gradient descent, for two classes. Features should be scaled, or the
 * steps grow too long.
 *
 * Its classes are `false` and `true`; as in River they are told so also where they are taught as 0
 * and 1. Of other labels the first is the negative class and the second the positive one. A third
 * one is refused.
 *
 * @example
 * const model = new LogisticRegression()
 * model.predictProbaOne({ x: 1 }) // => new Map([[false, 0.5], [true, 0.5]])
 * for (let i = 0; i < 20; i++) model.learnOne({ x: i % 2 ? 1 : -1 }, i % 2 === 1)
 * model.predictOne({ x: 0.8 }) // => true
 */
export class LogisticRegression extends Classifier<LogisticRegressionOptions> implements TakesRuns {
  static override readonly id = 'linearModel.LogisticRegression'
  static override readonly rules: Rules<LogisticRegressionOptions> = {
    ...glmRules,
    loss: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['glm']
  static readonly parts: readonly unknown[] = [BinaryLabels, Glm, Log]

  override readonly labels: BinaryLabels = new BinaryLabels(this.schema.options.maxLabels)

  private readonly loss: ScalarLoss =
    chosen(this.who, 'loss', 'a binary loss', BinaryLoss, this.options.loss) ?? new Log()
  private readonly glm: Glm = new Glm(setUpGlm(this.who, this.options, this.loss))
  /** True if the probability rises with the sum, and is one half where that is 0. */
  private readonly isLogistic: boolean = this.loss.meanFunc === BinaryLoss.prototype.meanFunc

  learnRow(row: Row, target: number, weight: number): void {
    this.glm.learn(row, target, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.labels.score(this.loss.meanFunc(this.glm.raw(row)), scores)
  }

  /** The sign of the sum tells, unless it is so near to 0 that both are as likely. */
  override predictRow(row: Row): number {
    return this.codeFor(this.glm.raw(row))
  }

  takesRun(row: Row): boolean {
    return this.glm.takesRun(row)
  }

  learnRun(run: Run): void {
    this.glm.learnRun(run)
    if (!run.ahead) return
    const { answers, length } = run
    for (let i = 0; i < length; i++) answers[i] = this.codeFor(answers[i])
  }

  private codeFor(raw: number): number {
    if (this.isLogistic && this.labels.candidates === 2) {
      if (raw > UNDECIDED) return 1
      if (raw < -UNDECIDED) return 0
    }
    const scores = this.scratch()
    this.labels.score(this.loss.meanFunc(raw), scores)
    return this.best(scores)
  }

  override get mayRefuse(): boolean {
    return this.glm.optimizer.mostWeights < Infinity
  }

  override admitRow(row: Row): void {
    this.glm.optimizer.checkRoom(row.width)
  }

  /** One step along the mean gradient of all rows: River's `learn_many`. */
  learnMiniBatch(frame: Frame, y: ArrayLike<Label>, options?: LearnManyOptions): void {
    const weights = checkBatch(this.who, frame, y, options)
    const codes = this.labels.encode(this.who, y, weights)
    if (frame.length === 0) return
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) if (codes[i] >= 0) this.labels.add(y[i])
    this.glm.learnBatch(rows, frame.length, codes, weights)
  }

  /**
   * Takes the mean of the weights of both, each counting as much as the steps behind it: an
   * approximation of learning the events of both, the better the more alike these are. A weight
   * that only one of them has learned stays as it is; the optimizer goes on from its own momentum.
   */
  merge(other: LogisticRegression): void {
    const { features } = matchWeights(this, other, this.glm.optimizer)
    this.glm.merge(other.glm, features, sideOf(this, other), this.schema.size)
  }

  /** The weights by feature name. */
  get weights(): Map<string, number> {
    return this.glm.named(this.schema)
  }

  /** How strongly the square of a weight is held down. */
  get l2(): number {
    return this.options.l2
  }

  get intercept(): number {
    return this.glm.intercept
  }

  /** What it has learned. */
  get summary(): GlmSummary {
    return this.glm.summary(this.schema)
  }

  /** What each feature of an event adds to the sum its prediction is made of, as a table. */
  debugOne(x: Features, options?: DebugOptions): string {
    const row = this.door.peek(x)
    try {
      return contributions(row, this.schema, this.weights, this.intercept, options)
    } finally {
      this.forget()
    }
  }

  /**
   * What each feature of an event adds to the sum its prediction is made of.
   *
   * @example
   * const model = new LogisticRegression()
   * for (let i = 0; i < 20; i++) model.learnOne({ x: i % 2 ? 1 : -1 }, i % 2 === 1)
   * const { contributions, intercept, raw } = model.featureContributions({ x: 2 })
   * contributions.get('x')! + intercept === raw // => true
   * raw > 0 // => true
   */
  featureContributions(x: Features): FeatureContributions {
    const row = this.door.peek(x)
    try {
      return contributionsOf(row, this.schema, this.glm.weights, this.glm.intercept)
    } finally {
      this.forget()
    }
  }
}
