import { Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import type { Label } from '../../data/labels.js'
import { log } from '../../math/log.js'
import type { Rules } from '../../options/rules.js'
import type { Condensed } from '../../utils/condensed.js'
import { decimal } from '../parts/decimal.js'
import { type Loss, Losses } from '../parts/losses.js'
import { clampProbability } from './clamp.js'
import { checkPosVal, type OfTwoClasses, positiveOf, type Scored, scoreOf } from './positive.js'

export interface LogLossOptions {
  /** The positive class: a prediction that is one number is its probability. */
  readonly posVal: Label
}

const logLoss: Loss = (metric, yTrue, yPred, i, out) => {
  const positive = positiveOf(metric as OfTwoClasses, yTrue[i])
  const p = clampProbability(scoreOf(metric as OfTwoClasses, yPred[i]))
  out[0] = -log(positive ? p : 1 - p)
}

/**
 * The mean of -log(p), where p is the probability that was given to what came: the positive
 * class or the other one; 0 before the first prediction. A probability of 0 counts as 1e-15.
 *
 * @example
 * const metric = new metrics.LogLoss({ posVal: 'spam' })
 * metric.update('spam', new Map([['spam', 0.5], ['ham', 0.5]]))
 * metric.update('ham', 0.5)
 * metric.get().toFixed(3) // => '0.693'
 */
export class LogLoss extends Metric<Label, Scored, LogLossOptions> {
  static override readonly id: string = 'metrics.LogLoss'
  static override readonly state: readonly string[] = ['losses']
  static override readonly rules: Rules<LogLossOptions> = {
    posVal: { kind: 'any', default: true },
  }
  static readonly parts: readonly unknown[] = [Losses]

  private readonly losses: Losses = new Losses(this, logLoss)

  constructor(given: Readonly<Partial<LogLossOptions>> = {}) {
    super(given)
    checkPosVal(this)
  }

  override get judgesNumbers(): boolean {
    return false
  }

  override get requiresLabels(): boolean {
    return false
  }

  override get biggerIsBetter(): boolean {
    return false
  }

  /** For windows. */
  get condensed(): Condensed {
    return this.losses
  }

  update(yTrue: Label, yPred: Scored, options?: UpdateOptions): void {
    this.losses.update(yTrue, yPred, options)
  }

  /** Takes back an update. */
  revert(yTrue: Label, yPred: Scored, options?: UpdateOptions): void {
    this.losses.revert(yTrue, yPred, options)
  }

  override updateMany(
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Scored>,
    options?: UpdateManyOptions,
  ): void {
    this.losses.updateMany(yTrue, yPred, options)
  }

  /** Adds what another one has judged. */
  merge(other: LogLoss): void {
    this.losses.merge(this, other, other.losses)
  }

  get(): number {
    return this.losses.mean()
  }

  protected override check(yTrue: Label, yPred: Scored): void {
    this.losses.check(yTrue, yPred)
  }

  protected override format(value: number): string {
    return decimal(value)
  }
}
