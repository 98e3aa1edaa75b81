import { Metric } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import { InvalidInputError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { Mean } from '../../stats/mean.js'
import { freshLike } from '../../utils/held.js'
import { checkMetric, type OutputMetricOptions, type Outputs, pairs, wrapped } from './outputs.js'

/**
 * The mean over the events of a metric that judges the outputs of one event.
 *
 * @example
 * const metric = new metrics.multioutput.SampleAverage({ metric: new metrics.Jaccard() })
 * metric.update({ red: true, blue: false }, { red: true, blue: true })
 * metric.update({ red: true, blue: true }, { red: true, blue: true })
 * metric.get() // => 0.75
 */
export class SampleAverage extends Metric<Outputs<unknown>, Outputs<unknown>, OutputMetricOptions> {
  static override readonly id: string = 'metrics.multioutput.SampleAverage'
  static override readonly rules: Rules<OutputMetricOptions> = { metric: { kind: 'object' } }
  static readonly parts: readonly unknown[] = [Mean]
  static override readonly state: readonly string[] = ['mean']

  private readonly mean: Mean = new Mean()

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
    this.mean.update(this.judge(yTrue, yPred), options)
  }

  /** Takes back an update. */
  revert(yTrue: Outputs<unknown>, yPred: Outputs<unknown>, options?: UpdateOptions): void {
    this.mean.revert(this.judge(yTrue, yPred), options)
  }

  /** Adds what another one has judged. */
  merge(other: SampleAverage): void {
    if (!(other instanceof SampleAverage)) {
      throw new InvalidInputError(this.who, 'what is merged must be of the same class', other)
    }
    this.mean.merge(other.mean)
  }

  /** What the metric says of one event. */
  private judge(yTrue: Outputs<unknown>, yPred: Outputs<unknown>): number {
    const metric = freshLike(this.options.metric)
    for (const [, truth, prediction] of pairs(this.who, yTrue, yPred)) {
      metric.update(truth, prediction)
    }
    return Number(metric.get() ?? 0)
  }

  override get(): number {
    return this.mean.get()
  }

  protected override check(yTrue: Outputs<unknown>, yPred: Outputs<unknown>): void {
    this.judge(yTrue, yPred)
  }

  override clone(): this {
    const cls = this.constructor as new (options: object) => this
    return new cls({ metric: freshLike(this.options.metric) })
  }

  protected override format(value: number): string {
    return this.options.metric.show?.(value) ?? String(value)
  }

  /** `SampleAverage(F1): 50.00 %`. */
  override toString(): string {
    return `${wrapped(this.who, this.options.metric)}: ${this.format(this.get())}`
  }
}
