import {
  Classifier,
  type Features,
  growFloats,
  InvalidOptionError,
  type Label,
  math,
  NO_FLOATS,
  type Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { CrossEntropy } from '../optim/losses/cross-entropy.js'
import { MultiClassLoss } from '../optim/losses/multi-class-loss.js'
import { Optimizer } from '../optim/optimizer.js'
import { SGD } from '../optim/sgd.js'
import { averageWeights, matchWeights, shareOf } from './averaging.js'
import { contributionsOf, type FeatureContributions } from './contributions.js'
import { byName, weightedSum } from './weight-map.js'

export interface SoftmaxRegressionOptions {
  /** How weights follow the gradient; null: `SGD({ lr: 0.01 })`. Each class has its own copy. */
  readonly optimizer: Optimizer | null
  /** What is made small; null: the cross-entropy. */
  readonly loss: MultiClassLoss | null
  /** How strongly the square of a weight is held down. */
  readonly l2: number
}

/**
 * Logistic regression for any number of classes: a weighted sum of the features for each, without
 * an intercept. Features should be scaled, or the steps grow too long.
 *
 * @example
 * const model = new SoftmaxRegression({ optimizer: new optim.SGD({ lr: 0.1 }) })
 * const events = [[0, 'a'], [1, 'b'], [2, 'c']] as const
 * for (let i = 0; i < 300; i++) {
 *   const [x, label] = events[i % 3]
 *   model.learnOne({ x, square: x * x, one: 1 }, label)
 * }
 * model.predictOne({ x: 1, square: 1, one: 1 }) // => 'b'
 */
export class SoftmaxRegression extends Classifier<SoftmaxRegressionOptions> {
  static override readonly id = 'linearModel.SoftmaxRegression'
  static override readonly rules: Rules<SoftmaxRegressionOptions> = {
    optimizer: { kind: 'object', default: null, nullable: true },
    loss: { kind: 'object', default: null, nullable: true },
    l2: { kind: 'number', default: 0, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['tables', 'optimizers']
  static readonly parts: readonly unknown[] = [SGD, CrossEntropy]

  // For each class that was learned: its weights by feature, and what moves them.
  private readonly tables: Float64Array[] = []
  private readonly optimizers: Optimizer[] = []

  private readonly optimizer: Optimizer = chosenOptimizer(this.who, this.options.optimizer)
  private readonly loss: MultiClassLoss = chosenLoss(this.who, this.options.loss)
  /** How many features there is room for, once it has learned. */
  private width = 0
  private gradients: Float64Array = NO_FLOATS
  private outputs: Float64Array = NO_FLOATS

  override get mayRefuse(): boolean {
    return this.optimizer.mostWeights < Infinity
  }

  override admitRow(row: Row): void {
    this.optimizer.checkRoom(row.width)
  }

  learnRow(row: Row, label: number, weight: number): void {
    const { tables, optimizers } = this
    const { indices, count } = row
    const before = tables.length
    this.reserve(label + 1, row.width)
    for (let i = 0; i < before; i++) optimizers[i].lookAheadRow(tables[i], indices, count)
    this.outputs = growFloats(this.outputs, label + 1)
    this.softmax(row, this.outputs, before)
    for (let i = 0; i < tables.length; i++) {
      const p = i < before ? this.outputs[i] : 0
      // River: a class learns from its own first event as if its probability had been 0.
      const slope = this.loss.slope(p, i === label, this.labels.at(i) as Label)
      this.descend(row, i, weight * slope)
    }
  }

  private descend(row: Row, label: number, slope: number): void {
    const { gradients } = this
    const { indices, values, count } = row
    const { l2 } = this.options
    const table = this.tables[label]
    for (let k = 0; k < count; k++) {
      gradients[k] = slope * values[indices[k]] + l2 * table[indices[k]]
    }
    this.optimizers[label].stepRow(table, gradients, indices, count)
  }

  /** Room for so many classes and features. */
  private reserve(classes: number, width: number): void {
    const { tables, optimizers } = this
    if (classes <= tables.length && width <= this.width) return
    this.width = Math.max(width, this.width)
    this.gradients = growFloats(this.gradients, this.width)
    while (tables.length < classes) {
      tables.push(NO_FLOATS)
      optimizers.push(this.optimizer.clone())
    }
    for (let label = 0; label < tables.length; label++) {
      tables[label] = growFloats(tables[label], this.width)
      optimizers[label].reserve(this.width)
    }
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    this.softmax(row, scores, this.tables.length)
    return this.tables.length > 0
  }

  private softmax(row: Row, scores: Float64Array, classes: number): void {
    let highest = -Infinity
    for (let label = 0; label < classes; label++) {
      scores[label] = weightedSum(this.tables[label], row)
      if (scores[label] > highest) highest = scores[label]
    }
    let total = 0
    for (let label = 0; label < classes; label++) {
      scores[label] = math.exp(scores[label] - highest)
      total += scores[label]
    }
    for (let label = 0; label < classes; label++) scores[label] /= total
  }

  /**
   * Takes the mean of the weights of both, class by class, each counting as much as the steps
   * behind it: an approximation of learning the events of both, the better the more alike these
   * are. A weight that only one of them has learned stays as it is; the optimizers go on from
   * their own momentum.
   */
  merge(other: SoftmaxRegression): void {
    const known = this.schema.size
    const { features, codes } = matchWeights(this, other, this.optimizer)
    for (let label = 0; label < other.tables.length; label++) {
      const [to, theirs] = [codes[label], other.optimizers[label]]
      this.reserve(to + 1, this.schema.size)
      const share = shareOf(this.optimizers[to], theirs)
      averageWeights(this.tables[to], other.tables[label], features, known, share)
      this.optimizers[to].nIterations += theirs.nIterations
    }
  }

  /**
   * By class what each feature of an event adds to the class's score, of which the softmax makes
   * its probability.
   *
   * @example
   * const model = new SoftmaxRegression({ optimizer: new optim.SGD({ lr: 1 }) })
   * for (let i = 0; i < 9; i++) model.learnOne({ x: i % 2, one: 1 }, i % 2 ? 'odd' : 'even')
   * const { contributions, raw } = model.featureContributions({ x: 1, one: 1 }).get('odd')!
   * contributions.get('x')! > 0 // => true
   * contributions.get('x')! + contributions.get('one')! === raw // => true
   */
  featureContributions(x: Features): Map<Label, FeatureContributions> {
    const row = this.door.peek(x)
    try {
      return new Map(
        this.tables.map((table, i) => [
          this.labels.at(i) as Label,
          contributionsOf(row, this.schema, table, 0),
        ]),
      )
    } finally {
      this.forget()
    }
  }

  /** By class the weights by feature name. */
  get weights(): Map<Label, Map<string, number>> {
    return new Map(
      this.tables.map((table, i) => [this.labels.at(i) as Label, byName(this.schema, table)]),
    )
  }

  checkState(): void {
    const { tables, optimizers, optimizer } = this
    const same = tables.length === optimizers.length && tables.length <= this.labels.size
    const sound =
      tables.every((table) => table instanceof Float64Array) &&
      optimizers.every((own) => own?.constructor === optimizer.constructor)
    if (!same || !sound) {
      throw new SnapshotError('SoftmaxRegression must have weights and an optimizer per class')
    }
  }
}

function chosenOptimizer(who: string, given: Optimizer | null): Optimizer {
  if (given === null) return new SGD()
  if (given instanceof Optimizer) return given
  throw new InvalidOptionError(who, 'optimizer', 'must be an optimizer of optim (or null)', given)
}

function chosenLoss(who: string, given: MultiClassLoss | null): MultiClassLoss {
  if (given === null) return new CrossEntropy()
  if (given instanceof MultiClassLoss) return given
  throw new InvalidOptionError(who, 'loss', 'must be a loss of several classes (or null)', given)
}
