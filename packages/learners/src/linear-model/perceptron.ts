import {
  BinaryLabels,
  Classifier,
  type Features,
  type Frame,
  type Label,
  type LearnManyOptions,
  type Row,
  type Rules,
} from '@coelho/core'
import type { Initializer } from '../optim/initializers/initializer.js'
import { Hinge } from '../optim/losses/hinge.js'
import { SGD } from '../optim/sgd.js'
import { matchWeights, sideOf } from './averaging.js'
import {
  contributions,
  contributionsOf,
  type DebugOptions,
  type FeatureContributions,
} from './contributions.js'
import { Glm, type GlmSummary } from './glm.js'
import { setUpGlm } from './glm-options.js'
import { checkBatch } from './mini-batch.js'

export interface PerceptronOptions {
  /** How strongly the square of a weight is held down. */
  readonly l2: number
  /** The slope of the loss is held within so much on either side of 0. */
  readonly clipGradient: number
  /** Where weights start; null: at 0. */
  readonly initializer: Initializer | null
}

/**
 * The perceptron: an event that is told wrong is added to the weights, or taken from them.
 *
 * Its classes are `false` and `true`; as in River they are told so also where they are taught as 0
 * and 1. Of other labels the first is the negative class and the second the positive one. A third
 * one is refused.
 *
 * @example
 * const model = new Perceptron()
 * model.learnOne({ x: 1 }, true)
 * model.learnOne({ x: -1 }, false)
 * model.weights // => new Map([['x', 2]])
 */
export class Perceptron extends Classifier<PerceptronOptions> {
  static override readonly id = 'linearModel.Perceptron'
  static override readonly rules: Rules<PerceptronOptions> = {
    l2: { kind: 'number', default: 0, atLeast: 0 },
    clipGradient: { kind: 'number', default: 1e12, above: 0 },
    initializer: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['glm']
  static readonly parts: readonly unknown[] = [BinaryLabels, Glm]

  override readonly labels: BinaryLabels = new BinaryLabels(this.schema.options.maxLabels)

  private readonly loss: Hinge = new Hinge({ threshold: 0 })
  private readonly glm: Glm = new Glm(
    setUpGlm(
      this.who,
      {
        ...this.options,
        optimizer: new SGD({ lr: 1 }),
        l1: 0,
        interceptInit: 0,
        interceptLr: 1,
      },
      this.loss,
    ),
  )

  learnRow(row: Row, target: number, weight: number): void {
    this.glm.learn(row, target, weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.labels.score(this.probability(row), scores)
  }

  /** How likely a row is of the positive class. */
  private probability(row: Row): number {
    return this.loss.meanFunc(this.glm.raw(row))
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
  merge(other: Perceptron): void {
    const { features } = matchWeights(this, other, this.glm.optimizer)
    this.glm.merge(other.glm, features, sideOf(this, other), this.schema.size)
  }

  /** The weights by feature name. */
  get weights(): Map<string, number> {
    return this.glm.named(this.schema)
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

  /** What each feature of an event adds to the sum its prediction is made of. */
  featureContributions(x: Features): FeatureContributions {
    const row = this.door.peek(x)
    try {
      return contributionsOf(row, this.schema, this.glm.weights, this.glm.intercept)
    } finally {
      this.forget()
    }
  }
}
