import {
  BinaryLabels,
  Classifier,
  type Features,
  growFloats,
  NO_FLOATS,
  type Row,
  type Rules,
} from '@coelho/core'
import { match } from '../merging/match.js'
import { sigmoid } from '../optim/losses/sigmoid.js'
import { averageWeights, sideOf } from './averaging.js'
import { contributionsOf, type FeatureContributions } from './contributions.js'
import { addScaled, type PassiveAggressiveOptions, stepLength } from './passive-aggressive.js'
import { byName, checkCount, weightedSum } from './weight-map.js'

/** How far beyond 0 a prediction must be on its side. */
const MARGIN = 1

/**
 * Passive-aggressive classification: an event that is told right by a margin changes nothing,
 * any other is made right by the shortest step. A weight makes the step so many times as long.
 *
 * Its classes are `false` and `true`; as in River they are told so also where they are taught as 0
 * and 1. Of other labels the first is the negative class and the second the positive one. A third
 * one is refused.
 *
 * [Online passive-aggressive algorithms](https://jmlr.org/papers/v7/crammer06a.html)
 *
 * @example
 * const model = new PAClassifier()
 * model.learnOne({ x: 1 }, 'ham')
 * model.learnOne({ x: -1 }, 'spam')
 * model.predictOne({ x: -2 }) // => 'spam'
 */
export class PAClassifier extends Classifier<PassiveAggressiveOptions> {
  static override readonly id = 'linearModel.PAClassifier'
  static override readonly rules: Rules<PassiveAggressiveOptions> = {
    C: { kind: 'number', default: 1, above: 0 },
    mode: { kind: 'integer', default: 1, choices: [0, 1, 2] },
    learnIntercept: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = ['coefficients', 'intercept', 'events']
  static readonly parts: readonly unknown[] = [BinaryLabels]

  override readonly labels: BinaryLabels = new BinaryLabels(this.schema.options.maxLabels)

  /** By feature. */
  private coefficients: Float64Array = NO_FLOATS
  intercept = 0
  /** How many events it has learned. */
  private events = 0

  learnRow(row: Row, target: number, weight: number): void {
    this.coefficients = growFloats(this.coefficients, row.width)
    this.events += 1
    const side = 2 * target - 1
    const raw = weightedSum(this.coefficients, row) + this.intercept
    const loss = Math.max(0, MARGIN - side * raw)
    const step = weight * stepLength(this.options, row, loss) * side
    addScaled(this.coefficients, row, step)
    if (this.options.learnIntercept) this.intercept += step
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.labels.score(this.probability(row), scores)
  }

  /** How likely a row is of the positive class. */
  private probability(row: Row): number {
    return sigmoid(weightedSum(this.coefficients, row) + this.intercept)
  }

  /**
   * Takes the mean of the weights of both, each counting as much as the events it has learned: an
   * approximation of learning the events of both. A weight that only one of them has met stays as
   * it is.
   */
  merge(other: PAClassifier): void {
    const known = this.schema.size
    const { features } = match(this, other)
    const share = other.events === 0 ? 0 : other.events / (this.events + other.events)
    const side = sideOf(this, other)
    this.coefficients = growFloats(this.coefficients, this.schema.size)
    averageWeights(this.coefficients, other.coefficients, features, known, share, side)
    this.intercept += share * (side * other.intercept - this.intercept)
    this.events += other.events
  }

  checkState(): void {
    checkCount(this.who, this.events, 0)
  }

  /** What each feature of an event adds to the sum its prediction is made of. */
  featureContributions(x: Features): FeatureContributions {
    const row = this.door.peek(x)
    try {
      return contributionsOf(row, this.schema, this.coefficients, this.intercept)
    } finally {
      this.forget()
    }
  }

  /** The weights by feature name. */
  get weights(): Map<string, number> {
    return byName(this.schema, this.coefficients)
  }
}
