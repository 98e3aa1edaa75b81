import {
  BinaryLabels,
  Classifier,
  type Features,
  growFloats,
  math,
  NO_FLOATS,
  type Row,
  type Rules,
} from '@coelho/core'
import { match } from '../merging/match.js'
import { sigmoid } from '../optim/losses/sigmoid.js'
import { averageWeights, sideOf } from './averaging.js'
import { contributionsOf, type FeatureContributions } from './contributions.js'
import { byName, checkCount, weightedSum } from './weight-map.js'

export interface ALMAClassifierOptions {
  /** Of the norm that weights are kept within. */
  readonly p: number
  /** The nearer to 1, the nearer to a mistake an event must be to be learned from. */
  readonly alpha: number
  /** How large the margin is that it starts with. */
  readonly B: number
  /** How long steps are. */
  readonly C: number
}

/**
 * Approximate large margin algorithm: learns from events that are not told right by a margin,
 * which gets smaller with each of them. A weight makes the step so many times as long.
 *
 * Its classes are `false` and `true`; as in River they are told so also where they are taught as 0
 * and 1. Of other labels the first is the negative class and the second the positive one. A third
 * one is refused.
 *
 * [A new approximate maximal margin classification
 * algorithm](https://www.jmlr.org/papers/volume2/gentile01a/gentile01a.pdf)
 *
 * @example
 * const model = new ALMAClassifier()
 * model.learnOne({ x: 1 }, true)
 * model.learnOne({ x: -1 }, false)
 * model.predictOne({ x: -2 }) // => false
 */
export class ALMAClassifier extends Classifier<ALMAClassifierOptions> {
  static override readonly id = 'linearModel.ALMAClassifier'
  static override readonly rules: Rules<ALMAClassifierOptions> = {
    p: { kind: 'number', default: 2, above: 1 },
    alpha: { kind: 'number', default: 0.9, above: 0, below: 1 },
    B: { kind: 'number', default: 1.1111111111111112, above: 0 },
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: a literal
    C: { kind: 'number', default: 1.4142135623730951, above: 0 },
  }
  static override readonly state: readonly string[] = ['coefficients', 'round']
  static readonly parts: readonly unknown[] = [BinaryLabels]

  override readonly labels: BinaryLabels = new BinaryLabels(this.schema.options.maxLabels)

  /** By feature. */
  private coefficients: Float64Array = NO_FLOATS
  /** One more than the events it has learned from. */
  private round = 1

  learnRow(row: Row, target: number, weight: number): void {
    this.coefficients = growFloats(this.coefficients, row.width)
    const { coefficients, round } = this
    const { p, alpha, B, C } = this.options
    const side = 2 * target - 1
    const slowness = Math.sqrt(p - 1)
    const margin = (B * slowness) / Math.sqrt(round)
    if (side * weightedSum(coefficients, row) >= (1 - alpha) * margin) return
    const step = (weight * side * C) / (slowness * Math.sqrt(round))
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) coefficients[indices[k]] += step * values[indices[k]]
    // River: only the weights of this event are brought back within the norm of all.
    const excess = Math.max(1, norm(coefficients, p))
    for (let k = 0; k < count; k++) coefficients[indices[k]] /= excess
    this.round += 1
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.labels.score(this.probability(row), scores)
  }

  /** How likely a row is of the positive class. */
  private probability(row: Row): number {
    return sigmoid(weightedSum(this.coefficients, row))
  }

  /** What each feature of an event adds to the sum its prediction is made of. */
  featureContributions(x: Features): FeatureContributions {
    const row = this.door.peek(x)
    try {
      return contributionsOf(row, this.schema, this.coefficients, 0)
    } finally {
      this.forget()
    }
  }

  /** The weights by feature name. */
  get weights(): Map<string, number> {
    return byName(this.schema, this.coefficients)
  }

  /**
   * Takes the mean of the weights of both, each counting as much as the events it has learned from:
   * an approximation of learning the events of both. A weight that only one of them has met stays
   * as it is.
   */
  merge(other: ALMAClassifier): void {
    const known = this.schema.size
    const { features } = match(this, other)
    const added = other.round - 1
    const share = added === 0 ? 0 : added / (this.round + added - 1)
    this.coefficients = growFloats(this.coefficients, this.schema.size)
    const side = sideOf(this, other)
    averageWeights(this.coefficients, other.coefficients, features, known, share, side)
    this.round += added
  }

  checkState(): void {
    checkCount(this.who, this.round, 1)
  }
}

function norm(weights: Float64Array, p: number): number {
  let sum = 0
  if (p === 2) {
    for (let i = 0; i < weights.length; i++) sum += weights[i] * weights[i]
    return Math.sqrt(sum)
  }
  // `**` differs between engines in the last bit.
  for (let i = 0; i < weights.length; i++) sum += math.exp(p * math.log(Math.abs(weights[i])))
  return math.exp(math.log(sum) / p)
}
