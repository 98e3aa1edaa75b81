import {
  type Features,
  growFloats,
  InvalidInputError,
  NO_FLOATS,
  proba,
  Regressor,
  type Row,
  type Rules,
  relayout,
  SnapshotError,
} from '@coelho/core'
import { match, requireMergeable } from '../merging/match.js'
import { cholesky, inverse, solveLower, solveUpper } from './cholesky.js'
import { contributionsOf, type FeatureContributions } from './contributions.js'
import { byName, weightedSum } from './weight-map.js'

export interface BayesianLinearRegressionOptions {
  /** The precision of the weights before anything was learned; its inverse with smoothing. */
  readonly alpha: number
  /** The precision of the targets. */
  readonly beta: number
  /** How much of what was learned is kept at each event; null: all. */
  readonly smoothing: number | null
}

/** What `predictOne` is to tell. */
export interface DistributionOptions {
  /** The whole distribution, and not its mean only. */
  readonly withDist?: boolean
}

/** The matrix has the square of this many numbers, 128 MiB. */
const MOST_FEATURES = 4096

/**
 * Linear regression that knows how sure it is: its weights are normally distributed. It needs no
 * learning rate, and has no intercept. A weight stands for so many observations.
 *
 * Memory and time grow with the square of the number of features; more than 4096 are refused.
 *
 * As in River, `alpha` is the precision of the prior without smoothing, and its variance with it.
 * With smoothing a feature counts from the first event on, or, beyond the eighth, the sixteenth and
 * so on, from the event that made room for it.
 *
 * @example
 * const model = new BayesianLinearRegression()
 * for (const x of [1, 2, 3]) model.learnOne({ x }, 2 * x)
 * model.predictOne({ x: 1 }).toFixed(4) // => '1.8667'
 * model.predictOne({ x: 1 }, { withDist: true }).sigma.toFixed(4) // => '1.0328'
 */
export class BayesianLinearRegression extends Regressor<BayesianLinearRegressionOptions> {
  static override readonly id = 'linearModel.BayesianLinearRegression'
  static override readonly rules: Rules<BayesianLinearRegressionOptions> = {
    alpha: { kind: 'number', default: 1, above: 0 },
    beta: { kind: 'number', default: 1, above: 0 },
    smoothing: { kind: 'number', default: null, nullable: true, above: 0, below: 1 },
  }
  static override readonly state: readonly string[] = ['matrix', 'pull', 'size']

  /**
   * The covariance of the weights; with smoothing its inverse. A row of `width` numbers for each
   * feature.
   */
  private matrix: Float64Array = NO_FLOATS
  /** By feature what the targets pull it to. */
  private pull: Float64Array = NO_FLOATS
  /** How many features it has met. */
  private size = 0

  private width = 0
  /** The matrix times the values of the last row. */
  private turned: Float64Array = NO_FLOATS
  /** Made when they are asked for: the mean weights, and the factor of the inverse covariance. */
  private mean: Float64Array = NO_FLOATS
  private isMeanKnown = false
  private factor: Float64Array | undefined

  override get mayRefuse(): boolean {
    return true
  }

  override admitRow(row: Row): void {
    this.admitWidth(row.width)
  }

  private admitWidth(width: number): void {
    if (width <= MOST_FEATURES) return
    throw new InvalidInputError(this.who, `takes at most ${MOST_FEATURES} features`, width)
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.reserve(row.width)
    const { smoothing, beta } = this.options
    this.isMeanKnown = false
    this.factor = undefined
    if (smoothing === null) this.learnAll(row, y, beta * weight)
    else this.learnSmoothly(row, y, beta * weight, smoothing)
  }

  /** Sherman and Morrison: what a product of two vectors adds to a matrix, told of its inverse. */
  private learnAll(row: Row, y: number, precision: number): void {
    const { matrix, pull, turned, size, width } = this
    const { indices, values, count } = row
    this.turn(row)
    let along = 0
    for (let k = 0; k < count; k++) along += values[indices[k]] * turned[indices[k]]
    const share = precision / (1 + precision * along)
    for (let i = 0; i < size; i++) {
      const t = share * turned[i]
      for (let j = 0; j < size; j++) matrix[i * width + j] -= t * turned[j]
    }
    for (let k = 0; k < count; k++) pull[indices[k]] += precision * values[indices[k]] * y
  }

  private learnSmoothly(row: Row, y: number, precision: number, smoothing: number): void {
    const { matrix, pull } = this
    const { indices, values, count } = row
    const share = (1 - smoothing) * precision
    for (let i = 0; i < matrix.length; i++) matrix[i] *= smoothing
    for (let i = 0; i < pull.length; i++) pull[i] *= smoothing
    for (let k = 0; k < count; k++) {
      const scaled = share * values[indices[k]]
      const base = indices[k] * this.width
      for (let m = 0; m < count; m++) matrix[base + indices[m]] += scaled * values[indices[m]]
      pull[indices[k]] += scaled * y
    }
  }

  private turn(row: Row): void {
    const { matrix, turned, size, width } = this
    const { indices, values, count } = row
    for (let i = 0; i < size; i++) {
      let sum = 0
      for (let k = 0; k < count && indices[k] < size; k++) {
        sum += matrix[i * width + indices[k]] * values[indices[k]]
      }
      turned[i] = sum
    }
  }

  predictRow(row: Row): number {
    return weightedSum(this.coefficients(), row)
  }

  /** The mean of the prediction, or with `withDist` its distribution. */
  override predictOne(x: Features): number
  override predictOne(x: Features, options: { readonly withDist: true }): proba.Gaussian
  override predictOne(x: Features, options?: DistributionOptions): number | proba.Gaussian {
    const row = this.door.peek(x)
    try {
      return this.answerRow(row, options)
    } finally {
      this.forget()
    }
  }

  override answerRow(row: Row, options?: DistributionOptions): number | proba.Gaussian {
    const mean = this.predictRow(row)
    return options?.withDist ? proba.Gaussian.of(mean, this.spread(row)) : mean
  }

  /** The mean of the prediction and one standard deviation: how high the target may well be. */
  predictBound(x: Features): number {
    const row = this.door.peek(x)
    try {
      return this.predictRow(row) + Math.sqrt(this.spread(row))
    } finally {
      this.forget()
    }
  }

  /** The variance of the prediction for a row. */
  private spread(row: Row): number {
    const { alpha, beta, smoothing } = this.options
    const { indices, values, count } = row
    let sum = 1 / beta
    for (let k = 0; k < count; k++) {
      const x = values[indices[k]]
      if (indices[k] >= this.size) sum += (x * x) / alpha
    }
    if (smoothing !== null) return sum + this.spreadByFactor(row)
    this.turn(row)
    for (let k = 0; k < count && indices[k] < this.size; k++) {
      sum += values[indices[k]] * this.turned[indices[k]]
    }
    return sum
  }

  private spreadByFactor(row: Row): number {
    const { size } = this
    const z = new Float64Array(size)
    for (let k = 0; k < row.count && row.indices[k] < size; k++) {
      z[row.indices[k]] = row.values[row.indices[k]]
    }
    solveLower(this.factored(), size, z)
    return z.reduce((sum, part) => sum + part * part, 0)
  }

  private factored(): Float64Array {
    this.factor ??= cholesky(this.matrix, this.size, this.width)
    return this.factor
  }

  private coefficients(): Float64Array {
    if (this.isMeanKnown) return this.mean
    const { matrix, pull, size, width } = this
    if (this.mean.length !== size) this.mean = new Float64Array(size)
    const { mean } = this
    for (let i = 0; i < size; i++) mean[i] = pull[i]
    if (this.options.smoothing !== null) {
      solveLower(this.factored(), size, mean)
      solveUpper(this.factored(), size, mean)
    } else {
      for (let i = 0; i < size; i++) {
        let sum = 0
        for (let j = 0; j < size; j++) sum += matrix[i * width + j] * pull[j]
        mean[i] = sum
      }
    }
    this.isMeanKnown = true
    return mean
  }

  /** What each feature of an event adds to the mean of its prediction. */
  featureContributions(x: Features): FeatureContributions {
    const row = this.door.peek(x)
    try {
      return contributionsOf(row, this.schema, this.coefficients(), 0)
    } finally {
      this.forget()
    }
  }

  /** The mean of each weight by feature name. */
  get weights(): Map<string, number> {
    return byName(this.schema, this.coefficients())
  }

  /** River: room for 8 features, then for twice as many; with smoothing all of it fades. */
  private reserve(features: number): void {
    if (features > this.width) {
      const width = Math.max(features, 8, 2 * this.width)
      this.matrix = relayout(this.matrix, this.width, this.width, width, width)
      for (let i = this.width; i < width; i++) this.matrix[i * width + i] = 1 / this.options.alpha
      this.pull = growFloats(this.pull, width)
      this.turned = growFloats(this.turned, width)
      this.width = width
    }
    this.size = Math.max(this.size, features)
  }

  /**
   * Adds what another one has learned: the same as learning its events, up to rounding. With
   * smoothing it would depend on which events are older, and is refused.
   */
  merge(other: BayesianLinearRegression): void {
    const { alpha, smoothing } = this.options
    requireMergeable(this.who, smoothing === null, 'with smoothing')
    const { features } = match(this, other, (width) => this.admitWidth(width))
    if (other.size === 0) return
    // Both precisions contain the prior; what is known of the weights adds up beside it.
    const added = inverse(other.matrix, other.size, other.width)
    this.reserve(this.schema.size)
    const { size, width } = this
    const precision = inverse(this.matrix, size, width)
    for (let i = 0; i < other.size; i++) {
      const base = features[i] * size
      for (let j = 0; j < other.size; j++)
        precision[base + features[j]] += added[i * other.size + j]
      precision[base + features[i]] -= alpha
      this.pull[features[i]] += other.pull[i]
    }
    const covariance = inverse(precision, size, size)
    for (let i = 0; i < size; i++) {
      this.matrix.set(covariance.subarray(i * size, (i + 1) * size), i * width)
    }
    this.isMeanKnown = false
    this.factor = undefined
  }

  checkState(): void {
    const { matrix, pull, size } = this
    const width = Math.sqrt(matrix.length)
    const whole = Number.isSafeInteger(width) && Number.isSafeInteger(size)
    if (!whole || size < 0 || size > width || pull.length < width || size > MOST_FEATURES) {
      throw new SnapshotError('BayesianLinearRegression must have a square matrix of its features')
    }
    this.width = width
    this.turned = growFloats(this.turned, width)
  }
}
