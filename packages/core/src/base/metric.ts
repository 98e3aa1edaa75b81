import { InvalidInputError } from '../errors.js'
import { Configured } from './configured.js'
import type { MetricLike, MetricValue, UpdateOptions } from './metric-like.js'
import { checkWeight, checkWeights } from './weights.js'

/** What may come with many predictions: one weight for all, or one for each. */
export interface UpdateManyOptions {
  readonly w?: number | ArrayLike<number>
}

/**
 * A number that tells how good predictions are. Those that can be taken back or merged have
 * `revert` and `merge` too.
 */
export abstract class Metric<
    Truth,
    Prediction = Truth,
    Options extends object = object,
    Value extends MetricValue = number | undefined,
  >
  extends Configured<Options>
  implements MetricLike<Truth, Prediction>
{
  static override readonly id: string = 'Metric'

  /** False if it judges probabilities. */
  get requiresLabels(): boolean {
    return true
  }

  get biggerIsBetter(): boolean {
    return true
  }

  /** True for errors of numbers, false for what judges classes; undefined fits every model. */
  get judgesNumbers(): boolean | undefined {
    return undefined
  }

  abstract update(yTrue: Truth, yPred: Prediction, options?: UpdateOptions): void

  /** The value so far; undefined where there is no single number. */
  abstract get(): Value

  /** The same as `update` for each prediction. Nothing is judged if one is refused. */
  updateMany(
    yTrue: ArrayLike<Truth>,
    yPred: ArrayLike<Prediction>,
    options?: UpdateManyOptions,
  ): void {
    const weights = this.checkMany(yTrue, yPred, options)
    const given = { w: 1 }
    for (let i = 0; i < yTrue.length; i++) {
      if (weights) given.w = weights[i]
      this.update(yTrue[i], yPred[i], given)
    }
  }

  /** The weights of many predictions. Throws if one of them cannot be judged. */
  protected checkMany(
    yTrue: ArrayLike<Truth>,
    yPred: ArrayLike<Prediction>,
    options: UpdateManyOptions | undefined,
  ): ArrayLike<number> | undefined {
    const weights = checkLengths(this.who, yTrue, yPred, options)
    for (let i = 0; i < yTrue.length; i++) this.check(yTrue[i], yPred[i])
    return weights
  }

  /** Throws if `update` would refuse it; changes nothing. */
  tryOut(yTrue: Truth, yPred: Prediction, options?: UpdateOptions): void {
    if (options?.w !== undefined) checkWeight(this.who, options.w)
    this.check(yTrue, yPred)
  }

  /** Throws if a truth or a prediction cannot be judged; changes nothing. */
  protected abstract check(yTrue: Truth, yPred: Prediction): void

  /** Whether this one stands better than another. */
  isBetterThan(other: { get(): unknown }): boolean {
    const [mine, theirs] = [this.get(), other.get()]
    if (typeof mine !== 'number' || typeof theirs !== 'number') return false
    return this.biggerIsBetter ? mine > theirs : mine < theirs
  }

  /** Its value as people read it. */
  protected abstract format(value: number): string

  /** Any value as this metric would write its own. */
  show(value: number): string {
    return this.format(value)
  }

  /** `Accuracy: 50.00 %`. */
  override toString(): string {
    const value = this.get()
    return typeof value === 'number' ? `${this.who}: ${this.format(value)}` : this.who
  }
}

/** The weights that come with two lists, once these are seen to be of one length. */
export function checkLengths(
  who: string,
  yTrue: ArrayLike<unknown>,
  yPred: ArrayLike<unknown>,
  options: UpdateManyOptions | undefined,
): ArrayLike<number> | undefined {
  if (!Number.isSafeInteger(yTrue?.length)) {
    throw new InvalidInputError(who, 'truths and predictions must come in lists', yTrue)
  }
  if (yTrue.length !== yPred?.length) {
    const expected = `needs as many predictions as truths (${yTrue.length})`
    throw new InvalidInputError(who, expected, yPred?.length)
  }
  return checkWeights(who, yTrue.length, options?.w)
}
