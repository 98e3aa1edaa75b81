import { Metric } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import { InvalidInputError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { freshLike } from '../../utils/held.js'
import { type OutputMetricOptions, type Outputs, wrapped } from './outputs.js'
import { PerOutput } from './per-output.js'

/**
 * The mean over the outputs of a metric of each.
 *
 * @example
 * const metric = new metrics.multioutput.MacroAverage({ metric: new metrics.Accuracy() })
 * metric.update({ red: true, blue: false }, { red: true, blue: true })
 * metric.get() // => 0.5
 */
export class MacroAverage extends Metric<Outputs<unknown>, Outputs<unknown>, OutputMetricOptions> {
  static override readonly id: string = 'metrics.multioutput.MacroAverage'
  static override readonly rules: Rules<OutputMetricOptions> = { metric: { kind: 'object' } }
  static readonly parts: readonly unknown[] = [PerOutput]
  static override readonly state: readonly string[] = ['each']

  private readonly each: PerOutput

  constructor(given: Readonly<Partial<OutputMetricOptions>>) {
    super(given)
    this.each = new PerOutput(this.options)
  }

  override get requiresLabels(): boolean {
    return this.each.requiresLabels
  }

  override get biggerIsBetter(): boolean {
    return this.each.biggerIsBetter
  }

  override update(yTrue: Outputs<unknown>, yPred: Outputs<unknown>, options?: UpdateOptions): void {
    this.each.update(yTrue, yPred, options)
  }

  /** Takes back an update. */
  revert(yTrue: Outputs<unknown>, yPred: Outputs<unknown>, options?: UpdateOptions): void {
    this.each.revert(yTrue, yPred, options)
  }

  /** Adds what another one has judged. */
  merge(other: MacroAverage): void {
    if (!(other instanceof MacroAverage)) {
      throw new InvalidInputError(this.who, 'what is merged must be of the same class', other)
    }
    this.each.merge(other.each)
  }

  override get(): number {
    const { metrics } = this.each
    let sum = 0
    for (const metric of metrics.values()) sum += Number(metric.get() ?? 0)
    return metrics.size > 0 ? sum / metrics.size : 0
  }

  override tryOut(yTrue: Outputs<unknown>, yPred: Outputs<unknown>, options?: UpdateOptions): void {
    this.each.tryOut(yTrue, yPred, options)
  }

  protected override check(yTrue: Outputs<unknown>, yPred: Outputs<unknown>): void {
    this.each.tryOut(yTrue, yPred)
  }

  override clone(): this {
    const cls = this.constructor as new (options: object) => this
    return new cls({ metric: freshLike(this.options.metric) })
  }

  protected override format(value: number): string {
    return this.options.metric.show?.(value) ?? String(value)
  }

  /** `MacroAverage(F1): 50.00 %`. */
  override toString(): string {
    return `${wrapped(this.who, this.options.metric)}: ${this.format(this.get())}`
  }
}
