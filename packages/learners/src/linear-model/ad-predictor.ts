import {
  BinaryLabels,
  Classifier,
  type Features,
  growFloats,
  math,
  NO_FLOATS,
  type Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import type { FeatureContributions } from './contributions.js'
import { normalQuantile, surprise } from './normal-tail.js'

export interface AdPredictorOptions {
  /** How noisy clicks are: the larger, the slower it learns. */
  readonly beta: number
  /** How likely the positive class is before anything was learned. */
  readonly priorProbability: number
  /** How much of the prior comes back at each event; 0: nothing is forgotten. */
  readonly epsilon: number
}

/** Events are never more surprising than this, in standard deviations. */
const MOST_SURPRISE = 5
const LEAST = 1e-12

/**
 * Bayesian probit regression for clicks: each feature that is there, and is not 0, has a weight
 * that is normally distributed. How large its value is does not count.
 *
 * The bias starts from the number of features of the first event that is learned (in River, of
 * the first that is seen, be it to predict it). A weight makes what is learned so many times as
 * much.
 *
 * Its classes are `false` and `true`; as in River they are told so also where they are taught as 0
 * and 1. Of other labels the first is the negative class and the second the positive one. A third
 * one is refused.
 *
 * [Web-scale Bayesian click-through rate prediction for sponsored search
 * advertising](https://icml.cc/Conferences/2010/papers/901.pdf)
 *
 * @example
 * const model = new AdPredictor({ priorProbability: 0.2 })
 * model.predictProbaOne({ shop: 1 }).get(true)?.toFixed(6) // => '0.275389'
 * model.learnOne({ shop: 1 }, true)
 * model.predictProbaOne({ shop: 1 }).get(true)! > 0.5 // => true
 */
export class AdPredictor extends Classifier<AdPredictorOptions> {
  static override readonly id = 'linearModel.AdPredictor'
  static override readonly rules: Rules<AdPredictorOptions> = {
    beta: { kind: 'number', default: 0.1, above: 0 },
    priorProbability: { kind: 'number', default: 0.5, above: 0, below: 1 },
    epsilon: { kind: 'number', default: 0.05, atLeast: 0, below: 1 },
  }
  static override readonly state: readonly string[] = ['mean', 'variance', 'learned']
  static readonly parts: readonly unknown[] = [BinaryLabels]

  override readonly labels: BinaryLabels = new BinaryLabels(this.schema.options.maxLabels)

  // First the bias, then a number for each feature.
  private mean: Float64Array = NO_FLOATS
  private variance: Float64Array = NO_FLOATS
  private learned = false
  private readonly priorQuantile: number = normalQuantile(this.options.priorProbability)
  /** The mean and the variance of the sum that the last row came to. */
  private readonly total: Float64Array = new Float64Array(2)

  learnRow(row: Row, target: number, weight: number): void {
    this.addUp(row)
    this.reserve(row)
    const { mean, variance, total } = this
    const { values, indices, count } = row
    const side = 2 * target - 1
    const deviation = Math.sqrt(total[1])
    const t = Math.max(-MOST_SURPRISE, Math.min((side * total[0]) / deviation, MOST_SURPRISE))
    const v = surprise(t)
    const pull = (weight * side * v) / deviation
    const shrink = (v * (v + t)) / total[1]
    this.move(mean, variance, 0, pull, shrink, weight)
    for (let k = 0; k < count; k++) {
      if (values[indices[k]] !== 0) this.move(mean, variance, indices[k] + 1, pull, shrink, weight)
    }
  }

  /** What one weight learns, and how much of the prior (mean 0, variance 1) comes back. */
  private move(
    mean: Float64Array,
    variance: Float64Array,
    slot: number,
    pull: number,
    shrink: number,
    weight: number,
  ): void {
    const { epsilon } = this.options
    const before = variance[slot]
    const rest = 1 - before * shrink
    const sure = before * (weight === 1 ? rest : math.exp(weight * math.log(rest)))
    const centre = mean[slot] + before * pull
    const kept = epsilon === 0 ? sure : sure / (1 - epsilon + epsilon * sure)
    variance[slot] = kept
    mean[slot] = epsilon === 0 ? centre : kept * (((1 - epsilon) * centre) / sure)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.labels.score(this.probability(row), scores)
  }

  /** How likely a row is of the positive class. */
  private probability(row: Row): number {
    this.addUp(row)
    const p = math.normalCdf(this.total[0] / Math.sqrt(this.total[1]))
    return Math.min(1 - LEAST, Math.max(LEAST, p))
  }

  /** The mean of the bias before anything was learned. */
  private priorBias(active: number): number {
    return this.priorQuantile * Math.sqrt(this.options.beta ** 2 + active)
  }

  private addUp(row: Row): void {
    const { mean, variance, learned } = this
    const { values, indices, count } = row
    const { beta } = this.options
    let sum = 0
    let spread = beta * beta
    let active = 0
    for (let k = 0; k < count; k++) {
      if (values[indices[k]] === 0) continue
      const known = indices[k] + 1 < mean.length
      active++
      sum += known ? mean[indices[k] + 1] : 0
      spread += known ? variance[indices[k] + 1] : 1
    }
    this.total[0] = sum + (learned ? mean[0] : this.priorBias(active))
    this.total[1] = spread + (learned ? variance[0] : 1)
  }

  private reserve(row: Row): void {
    this.mean = growFloats(this.mean, row.width + 1)
    this.variance = growFloats(this.variance, row.width + 1, 1)
    if (this.learned) return
    let active = 0
    for (let k = 0; k < row.count; k++) if (row.values[row.indices[k]] !== 0) active++
    this.mean[0] = this.priorBias(active)
    this.learned = true
  }

  /**
   * The mean of the weight of each feature that is there: what it adds to the sum whose spread
   * then decides how sure the prediction is. A feature that is 0 adds nothing.
   */
  featureContributions(x: Features): FeatureContributions {
    const row = this.door.peek(x)
    try {
      this.addUp(row)
      const { mean, schema, total } = this
      const contributions = new Map<string, number>()
      let active = 0
      for (let k = 0; k < row.count; k++) {
        const feature = row.indices[k]
        const isThere = row.values[feature] !== 0
        active += Number(isThere)
        contributions.set(schema.name(feature), isThere ? (mean[feature + 1] ?? 0) : 0)
      }
      const intercept = this.learned ? mean[0] : this.priorBias(active)
      return { intercept, contributions, raw: total[0] }
    } finally {
      this.forget()
    }
  }

  /** The mean of the weight of each feature. */
  get means(): Map<string, number> {
    return new Map(this.schema.names().map((name, i) => [name, this.mean[i + 1] ?? 0]))
  }

  /** The variance of the weight of each feature. */
  get variances(): Map<string, number> {
    return new Map(this.schema.names().map((name, i) => [name, this.variance[i + 1] ?? 1]))
  }

  checkState(): void {
    const { mean, variance, learned } = this
    const fits = mean.length === variance.length && (mean.length > 0 || !learned)
    if (fits && variance.every((number) => number > 0)) return
    throw new SnapshotError('AdPredictor must have a mean and a variance above 0 for each weight')
  }
}
