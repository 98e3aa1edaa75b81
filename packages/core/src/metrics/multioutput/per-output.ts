import { Metric } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import { InvalidInputError, SnapshotError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { freshLike } from '../../utils/held.js'
import {
  checkMetric,
  merger,
  type Output,
  type OutputMetric,
  type OutputMetricOptions,
  type Outputs,
  pairs,
  reverter,
} from './outputs.js'

/**
 * A metric for each output.
 *
 * @example
 * const metric = new metrics.multioutput.PerOutput({ metric: new metrics.Accuracy() })
 * metric.update({ red: true, blue: false }, { red: true, blue: true })
 * metric.get().get('red')?.get() // => 1
 * metric.get().get('blue')?.get() // => 0
 */
export class PerOutput extends Metric<
  Outputs<unknown>,
  Outputs<unknown>,
  OutputMetricOptions,
  ReadonlyMap<Output, OutputMetric>
> {
  static override readonly id: string = 'metrics.multioutput.PerOutput'
  static override readonly rules: Rules<OutputMetricOptions> = { metric: { kind: 'object' } }
  static override readonly state: readonly string[] = ['metrics']

  /** The metric of each output seen so far. */
  readonly metrics: Map<Output, OutputMetric> = new Map()

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
    for (const [output, truth, prediction] of pairs(this.who, yTrue, yPred)) {
      this.of(output).update(truth, prediction, options)
    }
  }

  private of(output: Output): OutputMetric {
    const known = this.metrics.get(output)
    if (known) return known
    const metric = freshLike(this.options.metric)
    this.metrics.set(output, metric)
    return metric
  }

  /** Takes back an update. */
  revert(yTrue: Outputs<unknown>, yPred: Outputs<unknown>, options?: UpdateOptions): void {
    const known = pairs(this.who, yTrue, yPred).map(([output, truth, prediction]) => {
      const metric = this.metrics.get(output)
      if (metric) return [reverter(this.who, metric), truth, prediction] as const
      const expected = 'what is reverted must have been given before'
      throw new InvalidInputError(this.who, expected, output)
    })
    for (const [revert, truth, prediction] of known) revert(truth, prediction, options)
  }

  /** Adds what another one has judged. */
  merge(other: PerOutput): void {
    if (!(other instanceof PerOutput)) {
      throw new InvalidInputError(this.who, 'what is merged must be of the same class', other)
    }
    merger(this.who, this.options.metric)
    for (const [output, metric] of other.metrics) merger(this.who, this.of(output))(metric)
  }

  override get(): ReadonlyMap<Output, OutputMetric> {
    return this.metrics
  }

  override tryOut(yTrue: Outputs<unknown>, yPred: Outputs<unknown>, options?: UpdateOptions): void {
    for (const [output, truth, prediction] of pairs(this.who, yTrue, yPred)) {
      const metric = this.metrics.get(output) ?? this.options.metric
      metric.tryOut?.(truth, prediction, options)
    }
  }

  protected override check(yTrue: Outputs<unknown>, yPred: Outputs<unknown>): void {
    this.tryOut(yTrue, yPred)
  }

  override clone(): this {
    const cls = this.constructor as new (options: object) => this
    return new cls({ metric: freshLike(this.options.metric) })
  }

  protected override format(): string {
    return ''
  }

  /** A line for each output: `red - Accuracy: 50.00 %`. */
  override toString(): string {
    return [...this.metrics].map(([output, metric]) => `${output} - ${metric}`).join('\n')
  }

  checkState(): void {
    for (const [output, metric] of this.metrics) {
      const cls = this.options.metric.constructor
      if (/string|number|boolean/.test(typeof output) && metric?.constructor === cls) continue
      throw new SnapshotError('each output must have a metric of the same class', output)
    }
  }
}
