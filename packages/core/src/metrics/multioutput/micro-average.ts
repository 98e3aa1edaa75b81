import { Metric } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import { InvalidInputError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { freshLike } from '../../utils/held.js'
import {
  checkMetric,
  merger,
  type OutputMetricOptions,
  type Outputs,
  pairs,
  reverter,
  wrapped,
} from './outputs.js'

/**
 * One metric for all outputs together: each output is a prediction of its own to it.
 *
 * @example
 * const metric = new metrics.multioutput.MicroAverage({ metric: new metrics.Accuracy() })
 * metric.update({ red: true, blue: false }, { red: true, blue: true })
 * metric.get() // => 0.5
 */
export class MicroAverage extends Metric<Outputs<unknown>, Outputs<unknown>, OutputMetricOptions> {
  static override readonly id: string = 'metrics.multioutput.MicroAverage'
  static override readonly rules: Rules<OutputMetricOptions> = { metric: { kind: 'object' } }

  constructor(given: Readonly<Partial<OutputMetricOptions>>) {
    super(given)
    checkMetric(this.who, this.options.metric)
  }

  override get requiresLabels(): boolean {
    return this.options.metric.requiresLabels !== false
  }

  override get biggerIsBetter(): boolean {
    return this.options.metric.biggerIsBetter !== false
  }

  override update(yTrue: Outputs<unknown>, yPred: Outputs<unknown>, options?: UpdateOptions): void {
    this.tryOut(yTrue, yPred, options)
    for (const [, truth, prediction] of pairs(this.who, yTrue, yPred)) {
      this.options.metric.update(truth, prediction, options)
    }
  }

  /** Takes back an update. */
  revert(yTrue: Outputs<unknown>, yPred: Outputs<unknown>, options?: UpdateOptions): void {
    const revert = reverter(this.who, this.options.metric)
    for (const [, truth, prediction] of pairs(this.who, yTrue, yPred)) {
      revert(truth, prediction, options)
    }
  }

  /** Adds what another one has judged. */
  merge(other: MicroAverage): void {
    if (!(other instanceof MicroAverage)) {
      throw new InvalidInputError(this.who, 'what is merged must be of the same class', other)
    }
    merger(this.who, this.options.metric)(other.options.metric)
  }

  override get(): number {
    return Number(this.options.metric.get() ?? 0)
  }

  override tryOut(yTrue: Outputs<unknown>, yPred: Outputs<unknown>, options?: UpdateOptions): void {
    for (const [, truth, prediction] of pairs(this.who, yTrue, yPred)) {
      this.options.metric.tryOut?.(truth, prediction, options)
    }
  }

  protected override check(yTrue: Outputs<unknown>, yPred: Outputs<unknown>): void {
    this.tryOut(yTrue, yPred)
  }

  override clone(): this {
    const cls = this.constructor as new (options: object) => this
    return new cls({ metric: freshLike(this.options.metric) })
  }

  protected override format(value: number): string {
    return this.options.metric.show?.(value) ?? String(value)
  }

  /** `MicroAverage(F1): 50.00 %`. */
  override toString(): string {
    return `${wrapped(this.who, this.options.metric)}: ${this.format(this.get())}`
  }
}
