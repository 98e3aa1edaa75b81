import { Configured } from '../base/configured.js'
import { InvalidInputError, InvalidOptionError, SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { freshLike } from '../utils/held.js'
import { nameOf } from './members.js'
import type { AnyMetric } from './subject.js'

/** Judges forecasts: several values ahead at once. */
export interface ForecastingMetric {
  update(yTrue: readonly number[], yPred: readonly number[]): void
  /** A value for each step ahead, or one for all of them. */
  get(): unknown
}

/** How to build a `HorizonMetric`. */
export interface HorizonMetricOptions {
  /** What judges each step ahead: a pattern, which itself is not updated. */
  readonly metric: AnyMetric
}

/** How to build a `HorizonAggMetric`. */
export interface HorizonAggMetricOptions extends HorizonMetricOptions {
  /** Makes one number of the values of all steps. A snapshot cannot hold it. */
  readonly aggFunc: (values: number[]) => number
}

/**
 * Judges each step of forecasts by a metric of its own, made when a forecast first reaches it.
 *
 * @example
 * const metric = new timeSeries.HorizonMetric({ metric: new metrics.MAE() })
 * metric.update([10, 20], [11, 25])
 * metric.get() // => [1, 5]
 */
export class HorizonMetric extends Configured<HorizonMetricOptions> implements ForecastingMetric {
  static override readonly id: string = 'timeSeries.HorizonMetric'
  static override readonly rules: Rules<HorizonMetricOptions> = { metric: { kind: 'object' } }
  static override readonly state: readonly string[] = ['metrics']

  /** For each step ahead the metric that judges it. */
  readonly metrics: AnyMetric[] = []

  constructor(given: HorizonMetricOptions) {
    super(given)
    const { metric } = this.options
    if (typeof metric.update !== 'function' || typeof metric.get !== 'function') {
      throw new InvalidOptionError(this.who, 'metric', 'must have update and get', metric)
    }
  }

  update(yTrue: readonly number[], yPred: readonly number[]): void {
    if (yTrue?.length !== yPred?.length) {
      const expected = `needs as many forecasts as values (${yTrue?.length})`
      throw new InvalidInputError(this.who, expected, yPred?.length)
    }
    for (let step = 0; step < yTrue.length; step++) {
      if (step === this.metrics.length) this.metrics.push(freshLike(this.options.metric))
      this.metrics[step].update(yTrue[step], yPred[step])
    }
  }

  /** The value of each step's metric. */
  get(): number[] {
    return this.metrics.map((metric) => metric.get() as number)
  }

  /** `+1 MAE: 1.000000` and so on, a line for each step. */
  override toString(): string {
    const width = `+${this.metrics.length}`.length
    return this.metrics.map((metric, i) => `${`+${i + 1}`.padEnd(width)} ${metric}`).join('\n')
  }

  checkState(): void {
    const kind = Object.getPrototypeOf(this.options.metric)
    const fits = this.metrics.every((one) => one && Object.getPrototypeOf(one) === kind)
    if (!fits) throw new SnapshotError('a HorizonMetric must hold metrics as in its options')
  }
}

/**
 * The same with the values of all steps made one number.
 *
 * @example
 * const aggFunc = (values: number[]) => Math.max(...values)
 * const metric = new timeSeries.HorizonAggMetric({ metric: new metrics.MAE(), aggFunc })
 * metric.update([10, 20], [11, 25])
 * metric.get() // => 5
 */
export class HorizonAggMetric
  extends Configured<HorizonAggMetricOptions>
  implements ForecastingMetric
{
  static override readonly id: string = 'timeSeries.HorizonAggMetric'
  static override readonly rules: Rules<HorizonAggMetricOptions> = {
    metric: { kind: 'object' },
    aggFunc: { kind: 'function' },
  }
  static override readonly state: readonly string[] = ['steps']
  static readonly parts: readonly unknown[] = [HorizonMetric]

  private readonly steps: HorizonMetric

  constructor(given: HorizonAggMetricOptions) {
    super(given)
    this.steps = new HorizonMetric({ metric: this.options.metric })
  }

  /** For each step ahead the metric that judges it. */
  get metrics(): readonly AnyMetric[] {
    return this.steps.metrics
  }

  update(yTrue: readonly number[], yPred: readonly number[]): void {
    this.steps.update(yTrue, yPred)
  }

  /** What the function makes of the values of all steps. */
  get(): number {
    return this.options.aggFunc(this.steps.get())
  }

  /** `mean(MAE): 1.5`. */
  override toString(): string {
    const { aggFunc, metric } = this.options
    return `${aggFunc.name || 'aggFunc'}(${nameOf(metric)}): ${this.get()}`
  }
}
