import {
  type FrameReader,
  growBytes,
  growFloats,
  NO_FLOATS,
  type Row,
  type Run,
  type Schema,
  SnapshotError,
} from '@coelho/core'
import { Zeros } from '../optim/initializers/zeros.js'
import { rateAt } from '../optim/rate.js'
import { SGD } from '../optim/sgd.js'
import { shareOf } from './averaging.js'
import type { GlmSetup } from './glm-options.js'
import { packedSum, weightedSum } from './weight-map.js'

/** What a linear model has learned. */
export interface GlmSummary {
  /** How many steps were made. */
  readonly steps: number
  /** The rate of the next step; undefined if the optimizer works without one. */
  readonly learningRate: number | undefined
  readonly intercept: number
  /** The weights by feature name. */
  readonly weights: Map<string, number>
  /** The averages of an `Averager`; else empty. */
  readonly averages: Map<string, number>
}

/**
 * A weighted sum of the features and an intercept, moved against the gradient of a loss: what
 * the linear models of gradient descent hold. A number for each feature in each array.
 */
export class Glm {
  static readonly id = 'linearModel.Glm'
  static readonly state: readonly string[] = [
    'weights',
    'known',
    'intercept',
    'optimizer',
    'initializer',
    'penalty',
    'paid',
  ]
  static readonly parts: readonly unknown[] = [SGD, Zeros]

  /** A feature that was never learned has weight 0. */
  weights: Float64Array = NO_FLOATS
  /** 1 where a weight was initialised. */
  private known: Uint8Array = new Uint8Array(0)
  private knownCount = 0
  intercept: number
  readonly optimizer: GlmSetup['optimizer']
  private readonly initializer: GlmSetup['initializer']
  /** The l1 penalty that a weight could have had so far, and the one it has had. */
  private penalty = 0
  private paid: Float64Array = NO_FLOATS

  private readonly setup: GlmSetup
  private gradients: Float64Array = new Float64Array(8)

  constructor(setup: GlmSetup) {
    this.setup = setup
    this.intercept = setup.interceptInit
    this.optimizer = setup.optimizer
    this.initializer = setup.initializer
  }

  /** The weighted sum with the intercept. */
  raw(row: Row): number {
    return weightedSum(this.weights, row) + this.intercept
  }

  learn(row: Row, y: number, weight: number): void {
    if (this.knownCount < row.width) this.admit(this.listOf(row), row.count, row.width)
    const { weights, gradients, optimizer, setup } = this
    const { values, count, unsorted } = row
    const indices = row.anyOrder
    optimizer.lookAheadRow(weights, indices, count)
    const { clipGradient, l2 } = setup
    const slope = clipped(setup.loss.gradient(y, this.raw(row)) * weight, clipGradient)
    this.intercept -= rateAt(setup.interceptLr, optimizer.nIterations) * slope
    if (l2 > 0) {
      for (let k = 0; k < count; k++) {
        gradients[k] = slope * values[indices[k]] + l2 * weights[indices[k]]
      }
      optimizer.stepRow(weights, gradients, indices, count)
    } else {
      const isDense = !unsorted && count > 0 && indices[count - 1] === count - 1
      optimizer.stepScaled(weights, slope, values, indices, count, isDense)
    }
    if (setup.l1 > 0) this.shrink(indices, count)
  }

  /** True if rows with these features may go through `learnRun`. */
  takesRun(row: Row): boolean {
    const { optimizer, setup } = this
    const isPlain = optimizer.constructor === SGD && setup.l1 === 0 && setup.l2 === 0
    return isPlain && this.knownCount >= row.width
  }

  /** The same as `raw` and `learn` for each row: the sums are the answers. */
  learnRun({ length, row, values, ahead, targets, weights: counts, answers }: Run): void {
    const { weights, optimizer, setup } = this
    const { loss, clipGradient, interceptLr } = setup
    const { indices, count } = row
    let { intercept } = this
    for (let i = 0, at = 0; i < length; i++, at += count) {
      if (ahead) answers[i] = packedSum(weights, indices, count, ahead, at) + intercept
      if (counts[i] === 0) continue
      const raw = packedSum(weights, indices, count, values, at) + intercept
      const slope = clipped(loss.gradient(targets[i], raw) * counts[i], clipGradient)
      intercept -= rateAt(interceptLr, optimizer.nIterations) * slope
      const rate = optimizer.learningRate as number
      for (let k = 0; k < count; k++) weights[indices[k]] -= rate * (slope * values[at + k])
      optimizer.nIterations += 1
    }
    this.intercept = intercept
  }

  /** The features of a row in the order in which their weights are drawn, if they are. */
  private listOf(row: Row): Int32Array {
    return row.unsorted && this.initializer instanceof Zeros ? row.anyOrder : row.indices
  }

  /** Gives a weight to each feature that has none. */
  private admit(indices: Int32Array, count: number, width: number): void {
    this.optimizer.reserve(width)
    this.weights = growFloats(this.weights, width)
    this.known = growBytes(this.known, this.weights.length)
    this.gradients = growFloats(this.gradients, width)
    if (this.setup.l1 > 0) this.paid = growFloats(this.paid, this.weights.length)
    const { known } = this
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      if (known[feature] !== 0) continue
      known[feature] = 1
      this.knownCount += 1
      this.weights[feature] = this.initializer.next()
    }
  }

  /**
   * The cumulative l1 penalty: a weight is charged what all could have been charged so far and it
   * was not, but never beyond 0.
   *
   * [Stochastic gradient descent training for L1-regularized log-linear models with cumulative
   * penalty](https://aclanthology.org/P09-1054.pdf)
   */
  private shrink(indices: Int32Array, count: number): void {
    const { weights, paid } = this
    // River: with the rate of the next step.
    this.penalty += this.setup.l1 * (this.optimizer.learningRate as number)
    const { penalty } = this
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const before = weights[feature]
      let after = before
      if (before > 0) after = Math.max(0, before - (penalty + paid[feature]))
      else if (before < 0) after = Math.min(0, before + (penalty - paid[feature]))
      weights[feature] = after
      paid[feature] += after - before
    }
  }

  /** One step along the mean gradient of many rows. */
  learnBatch(rows: FrameReader, length: number, y: ArrayLike<number>, w?: ArrayLike<number>): void {
    const seen = this.columnsOf(rows, length)
    const count = seen.length
    const { weights, gradients, optimizer, setup } = this
    optimizer.lookAheadRow(weights, seen, count)
    const totals = new Float64Array(weights.length)
    let slopes = 0
    for (let i = 0; i < length; i++) {
      const row = rows.read(i)
      const wanted = setup.loss.gradient(y[i], this.raw(row)) * (w ? w[i] : 1)
      const slope = clipped(wanted, setup.clipGradient)
      slopes += slope
      const { indices, values } = row
      for (let k = 0; k < row.count; k++) totals[indices[k]] += slope * values[indices[k]]
    }
    for (let k = 0; k < count; k++) {
      gradients[k] = totals[seen[k]] / length + setup.l2 * weights[seen[k]]
    }
    this.intercept -= rateAt(setup.interceptLr, optimizer.nIterations) * (slopes / length)
    optimizer.stepRow(weights, gradients, seen, count)
    if (setup.l1 > 0) this.shrink(seen, count)
  }

  /**
   * Moves weights to the mean of both, each counting as much as the steps behind it; one that only
   * one of them knows stays as it is. `side` -1: the other has its classes the other way round.
   */
  merge(other: Glm, features: Int32Array, side: number, width: number): void {
    const { optimizer, penalty } = this
    const share = shareOf(optimizer, other.optimizer)
    this.admit(features, 0, width)
    const { weights, known, paid } = this
    const charged = penalty + share * (other.penalty - penalty)
    const [own, its] = [penalty && charged / penalty, other.penalty && charged / other.penalty]
    for (let i = 0; i < paid.length; i++) paid[i] *= own // as of the penalty that both have now
    for (let i = 0; i < features.length; i++) {
      if (i >= other.known.length || other.known[i] === 0) continue
      const to = features[i]
      const weight = side * other.weights[i]
      const part = known[to] === 1 ? share : 1
      weights[to] += part * (weight - weights[to])
      if (paid.length > 0) paid[to] += part * (side * its * other.paid[i] - paid[to])
      this.knownCount += 1 - known[to]
      known[to] = 1
    }
    this.penalty = charged
    this.intercept += share * (side * other.intercept - this.intercept)
    optimizer.nIterations += other.optimizer.nIterations
  }

  /** The features that some of the rows have, ascending; each has a weight then. */
  private columnsOf(rows: FrameReader, length: number): Int32Array {
    const present = new Set<number>()
    let width = 0
    for (let i = 0; i < length; i++) {
      const row = rows.read(i)
      width = row.width
      for (let k = 0; k < row.count; k++) present.add(row.indices[k])
    }
    const seen = Int32Array.from(present).sort()
    this.admit(seen, seen.length, width)
    return seen
  }

  /** The weights by feature name. */
  named(schema: Schema): Map<string, number> {
    const named = new Map<string, number>()
    for (let feature = 0; feature < schema.size; feature++) {
      if (this.known[feature] === 1) named.set(schema.name(feature), this.weights[feature])
    }
    return named
  }

  /** What was learned, by feature name. */
  summary(schema: Schema): GlmSummary {
    const { optimizer, intercept } = this
    const weights = this.named(schema)
    const averages = new Map<string, number>()
    for (const name of weights.keys()) {
      const average = optimizer.averageAt(schema.find(name))
      if (average !== undefined) averages.set(name, average)
    }
    const { nIterations: steps, learningRate } = optimizer
    return { steps, learningRate, intercept, weights, averages }
  }

  checkState(): void {
    const { weights, known, paid, setup } = this
    const { length } = weights
    if (known.length < length || (setup.l1 > 0 && paid.length < length)) {
      throw new SnapshotError('a linear model must have a number for each weight')
    }
    this.knownCount = 0
    for (let feature = 0; feature < known.length; feature++) {
      if (known[feature] === 1 && feature < length) this.knownCount = this.knownCount + 1
      else if (known[feature] !== 0 || (weights[feature] ?? 0) !== 0) {
        throw new SnapshotError('a weight must be 0 until it is learned', weights[feature])
      }
    }
    this.gradients = growFloats(this.gradients, length)
    this.optimizer.checkRoom(known.lastIndexOf(1) + 1)
    this.optimizer.reserve(known.lastIndexOf(1) + 1)
  }
}

/** A slope within so much on either side of 0. */
function clipped(slope: number, most: number): number {
  if (slope > most) return most
  return slope < -most ? -most : slope
}
