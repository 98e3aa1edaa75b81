import { type Features, growFloats, NO_FLOATS, Regressor, type Row, type Rules } from '@coelho/core'
import { match } from '../merging/match.js'
import { EpsilonInsensitiveHinge } from '../optim/losses/epsilon-insensitive-hinge.js'
import { averageWeights } from './averaging.js'
import { contributionsOf, type FeatureContributions } from './contributions.js'
import { addScaled, type PassiveAggressiveOptions, stepLength } from './passive-aggressive.js'
import { byName, checkCount, weightedSum } from './weight-map.js'

export interface PARegressorOptions extends PassiveAggressiveOptions {
  /** Errors up to this size are left alone. */
  readonly eps: number
  /** Measure errors against `2 * y - 1`, as River does, and not against `y`. */
  readonly riverCompatible: boolean
}

/**
 * Passive-aggressive regression: an event that is predicted well changes nothing, any other is
 * made right by the shortest step.
 *
 * River takes the target for a class when it measures the error, and so how long a step is;
 * `riverCompatible: false` measures it as the [paper](https://jmlr.org/papers/v7/crammer06a.html)
 * does. A weight makes the step so many times as long.
 *
 * @example
 * const model = new PARegressor({ C: 10, learnIntercept: false, riverCompatible: false })
 * model.learnOne({ x: 1 }, 4)
 * model.predictOne({ x: 1 }) // => 3.9
 */
export class PARegressor extends Regressor<PARegressorOptions> {
  static override readonly id = 'linearModel.PARegressor'
  static override readonly rules: Rules<PARegressorOptions> = {
    C: { kind: 'number', default: 1, above: 0 },
    mode: { kind: 'integer', default: 1, choices: [0, 1, 2] },
    eps: { kind: 'number', default: 0.1, atLeast: 0 },
    learnIntercept: { kind: 'boolean', default: true },
    riverCompatible: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = ['coefficients', 'intercept', 'events']

  private readonly loss: EpsilonInsensitiveHinge = new EpsilonInsensitiveHinge({
    eps: this.options.eps,
    riverCompatible: this.options.riverCompatible,
  })
  /** By feature. */
  private coefficients: Float64Array = NO_FLOATS
  intercept = 0
  /** How many events it has learned. */
  private events = 0

  learnRow(row: Row, y: number, weight: number): void {
    this.coefficients = growFloats(this.coefficients, row.width)
    this.events += 1
    const predicted = this.predictRow(row)
    const length = stepLength(this.options, row, this.loss.call(y, predicted))
    const step = weight * length * Math.sign(y - predicted)
    addScaled(this.coefficients, row, step)
    if (this.options.learnIntercept) this.intercept += step
  }

  predictRow(row: Row): number {
    return weightedSum(this.coefficients, row) + this.intercept
  }

  /**
   * Takes the mean of the weights of both, each counting as much as the events it has learned: an
   * approximation of learning the events of both. A weight that only one of them has met stays as
   * it is.
   */
  merge(other: PARegressor): void {
    const known = this.schema.size
    const { features } = match(this, other)
    const share = other.events === 0 ? 0 : other.events / (this.events + other.events)
    this.coefficients = growFloats(this.coefficients, this.schema.size)
    averageWeights(this.coefficients, other.coefficients, features, known, share)
    this.intercept += share * (other.intercept - this.intercept)
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
