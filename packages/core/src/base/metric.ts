import { InvalidInputError } from '../errors.js'
import type { MetricLike, UpdateOptions } from './metric-like.js'
import { Statistic } from './statistic.js'
import { checkWeights } from './weights.js'

/** What may come with many predictions: one weight for all, or one for each. */
export interface UpdateManyOptions {
  readonly w?: number | ArrayLike<number>
}

/**
 * A number that tells how good predictions are. Those that can be taken back or merged have
 * `revert` and `merge` too.
 */
export abstract class Metric<Truth, Prediction = Truth, Options extends object = object>
  extends Statistic<Options>
  implements MetricLike<Truth, Prediction>
{
  /** False if it judges probabilities. */
  get requiresLabels(): boolean {
    return true
  }

  get biggerIsBetter(): boolean {
    return true
  }

  abstract update(yTrue: Truth, yPred: Prediction, options?: UpdateOptions): void

  abstract get(): number

  /** The same as `update` for each prediction. Nothing is judged if one is refused. */
  updateMany(
    yTrue: ArrayLike<Truth>,
    yPred: ArrayLike<Prediction>,
    options?: UpdateManyOptions,
  ): void {
    if (yTrue.length !== yPred.length) {
      const expected = `needs as many predictions as truths (${yTrue.length})`
      throw new InvalidInputError(this.who, expected, yPred.length)
    }
    const weights = checkWeights(this.who, yTrue.length, options?.w)
    for (let i = 0; i < yTrue.length; i++) this.check(yTrue[i], yPred[i])
    for (let i = 0; i < yTrue.length; i++) {
      this.update(yTrue[i], yPred[i], weights && { w: weights[i] })
    }
  }

  /** Throws if a truth or a prediction cannot be judged; changes nothing. */
  protected abstract check(yTrue: Truth, yPred: Prediction): void

  /** Whether this one stands better than another. */
  isBetterThan(other: { get(): number }): boolean {
    return this.biggerIsBetter ? this.get() > other.get() : this.get() < other.get()
  }

  /** Its value as people read it. */
  protected abstract format(value: number): string

  /** `Accuracy: 50.00 %`. */
  override toString(): string {
    return `${this.who}: ${this.format(this.get())}`
  }
}
