import {
  type Features,
  type Frame,
  type LearnManyOptions,
  Regressor,
  type Row,
  type Rules,
  type Run,
  type TakesRuns,
} from '@coelho/core'
import { RegressionLoss } from '../optim/losses/regression-loss.js'
import { Squared } from '../optim/losses/squared.js'
import { matchWeights } from './averaging.js'
import {
  contributions,
  contributionsOf,
  type DebugOptions,
  type FeatureContributions,
} from './contributions.js'
import { Glm, type GlmSummary } from './glm.js'
import { chosen, type GlmOptions, glmRules, type ScalarLoss, setUpGlm } from './glm-options.js'
import { checkBatch, checkTargets } from './mini-batch.js'

export interface LinearRegressionOptions extends GlmOptions {
  /** What is made small; null: the squared error. */
  readonly loss: RegressionLoss | null
}

/**
 * Linear regression by gradient descent. Features should be scaled, or the steps grow too long.
 *
 * @example
 * const model = new LinearRegression({ optimizer: new optim.SGD({ lr: 0.1 }), interceptLr: 0.1 })
 * for (let i = 0; i < 300; i++) model.learnOne({ x: i % 3 }, 2 * (i % 3) + 1)
 * model.weights.get('x')?.toFixed(6) // => '2.000000'
 * model.predictOne({ x: 10 }).toFixed(6) // => '21.000000'
 */
export class LinearRegression extends Regressor<LinearRegressionOptions> implements TakesRuns {
  static override readonly id = 'linearModel.LinearRegression'
  static override readonly rules: Rules<LinearRegressionOptions> = {
    ...glmRules,
    loss: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['glm']
  static readonly parts: readonly unknown[] = [Glm, Squared]

  private readonly loss: ScalarLoss =
    chosen(this.who, 'loss', 'a regression loss', RegressionLoss, this.options.loss) ??
    new Squared()
  private readonly glm: Glm = new Glm(setUpGlm(this.who, this.options, this.loss))

  learnRow(row: Row, y: number, weight: number): void {
    this.glm.learn(row, y, weight)
  }

  predictRow(row: Row): number {
    return this.loss.meanFunc(this.glm.raw(row))
  }

  takesRun(row: Row): boolean {
    return this.glm.takesRun(row)
  }

  learnRun(run: Run): void {
    this.glm.learnRun(run)
    if (!run.ahead) return
    const { answers, length } = run
    for (let i = 0; i < length; i++) answers[i] = this.loss.meanFunc(answers[i])
  }

  override get mayRefuse(): boolean {
    return this.glm.optimizer.mostWeights < Infinity
  }

  override admitRow(row: Row): void {
    this.glm.optimizer.checkRoom(row.width)
  }

  /** One step along the mean gradient of all rows: River's `learn_many`. */
  learnMiniBatch(frame: Frame, y: ArrayLike<number>, options?: LearnManyOptions): void {
    const weights = checkBatch(this.who, frame, y, options)
    checkTargets(this.who, y)
    if (frame.length > 0) this.glm.learnBatch(this.rowsToLearn(frame), frame.length, y, weights)
  }

  /**
   * Takes the mean of the weights of both, each counting as much as the steps behind it: an
   * approximation of learning the events of both, the better the more alike these are. A weight
   * that only one of them has learned stays as it is; the optimizer goes on from its own momentum.
   *
   * @example
   * const [model, other] = [new LinearRegression(), new LinearRegression()]
   * model.learnOne({ x: 1 }, 100)
   * other.learnOne({ x: 1 }, 200)
   * model.merge(other)
   * model.weights // => new Map([['x', 3]])
   */
  merge(other: LinearRegression): void {
    const { features } = matchWeights(this, other, this.glm.optimizer)
    this.glm.merge(other.glm, features, 1, this.schema.size)
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
   * const options = { optimizer: new optim.SGD({ lr: 0.5 }), interceptLr: 0 }
   * const model = new LinearRegression(options)
   * model.learnOne({ beds: 1, baths: 2 }, 4)
   * model.featureContributions({ beds: 2, baths: 1 }).contributions
   * // => new Map([['beds', 8], ['baths', 8]])
   * model.predictOne({ beds: 2, baths: 1 }) // => 16
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
