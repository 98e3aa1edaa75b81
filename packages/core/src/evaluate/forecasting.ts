import type { Forecaster } from '../base/forecaster.js'
import type { Features } from '../data/schema.js'
import { InvalidInputError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { checkSignal, type StopSignal, untilAborted } from './abort.js'
import { checkEvent } from './dataset.js'
import { EvaluationError } from './evaluation-error.js'
import { type ForecastingMetric, HorizonAggMetric, HorizonMetric } from './horizon-metric.js'
import type { AnyMetric } from './subject.js'

/** A value of a series, and what was known of its moment beforehand. */
export type SeriesEvent = readonly [x: object | null | undefined, y: number]

/** How a forecaster is evaluated. */
export interface ForecastOptions<Dataset> {
  /** Pairs `[x, y]` in the order of time; `x` may be null. */
  readonly dataset: Dataset
  readonly model: Pick<Forecaster, 'learnOne' | 'forecast'>
  /** What judges each step ahead: a pattern, which itself is not updated. */
  readonly metric: AnyMetric
  /** How many values ahead. */
  readonly horizon: number
  /** Makes one number of the metrics of all steps. */
  readonly aggFunc?: ((values: number[]) => number) | null
  /**
   * True to learn a value before the values after it are forecast. River: it is learned after
   * them, so that its forecast for one step ahead is judged by the value two steps ahead.
   */
  readonly learnFirst?: boolean
  /** Stops the evaluation; what it throws then is the reason of the signal. */
  readonly signal?: StopSignal | null
}

/** What is known after each value: the forecast that was made there, and the metric so far. */
export type ForecastStep = [
  x: SeriesEvent[0],
  y: number,
  forecast: number[],
  metric: HorizonMetric | HorizonAggMetric,
]

const RULES: Rules<ForecastOptions<unknown>> = {
  dataset: { kind: 'object' },
  model: { kind: 'object' },
  metric: { kind: 'object' },
  horizon: { kind: 'integer', atLeast: 1 },
  aggFunc: { kind: 'function', default: null, nullable: true },
  learnFirst: { kind: 'boolean', default: false },
  signal: { kind: 'object', default: null, nullable: true },
}

type Given = ForecastOptions<Iterable<SeriesEvent> | AsyncIterable<SeriesEvent>>

/**
 * How good forecasts are: at each value of a series the next ones are forecast, and judged step
 * by step. The first values, as many as the horizon, are only learned.
 *
 * @example
 * const dataset = Array.from({ length: 50 }, (_, t) => [null, 10 + 2 * t] as const)
 * const model = new timeSeries.HoltWinters({ alpha: 0.5, beta: 0.5 })
 * const metric = new metrics.MAE()
 * const steps = evaluate({ dataset, model, metric, horizon: 2, learnFirst: true })
 * steps.get().map((error) => error < 1) // => [true, true]
 */
export function evaluate(
  options: ForecastOptions<AsyncIterable<SeriesEvent>>,
): Promise<HorizonMetric | HorizonAggMetric>
export function evaluate(
  options: ForecastOptions<Iterable<SeriesEvent>> & { readonly aggFunc?: null },
): HorizonMetric
export function evaluate(
  options: ForecastOptions<Iterable<SeriesEvent>>,
): HorizonMetric | HorizonAggMetric
export function evaluate(options: Given): ForecastingMetric | Promise<ForecastingMetric> {
  const { walk, metric } = start(options)
  if (Symbol.asyncIterator in walk) {
    return (async () => {
      for await (const _ of walk);
      return metric
    })()
  }
  for (const _ of walk);
  return metric
}

/**
 * The same step by step: the features, the value, the forecast made there, and the metric.
 *
 * @example
 * const dataset = Array.from({ length: 7 }, (_, t) => [null, 10 + 2 * t] as const)
 * const model = new timeSeries.HoltWinters({ alpha: 0.5, beta: 0.5 })
 * const metric = new metrics.MAE()
 * const steps = [...iterEvaluate({ dataset, model, metric, horizon: 2 })]
 * steps.map(([, y]) => y) // => [14, 16, 18]
 */
export function iterEvaluate(
  options: ForecastOptions<AsyncIterable<SeriesEvent>>,
): AsyncGenerator<ForecastStep>
export function iterEvaluate(
  options: ForecastOptions<Iterable<SeriesEvent>>,
): Generator<ForecastStep>
export function iterEvaluate(
  options: Given,
): Generator<ForecastStep> | AsyncGenerator<ForecastStep> {
  return start(options).walk
}

function start(given: Given): {
  walk: Generator<ForecastStep> | AsyncGenerator<ForecastStep>
  metric: HorizonMetric | HorizonAggMetric
} {
  const options = resolveOptions('evaluate', given, RULES as Rules<Given>)
  const { dataset, metric: pattern, aggFunc, signal } = options
  const metric = aggFunc
    ? new HorizonAggMetric({ metric: pattern, aggFunc })
    : new HorizonMetric({ metric: pattern })
  const walk = new Walk(options, metric)
  if (Symbol.asyncIterator in dataset) {
    return { walk: walkAsync(walk, untilAborted(dataset, signal)), metric }
  }
  if (Symbol.iterator in dataset) return { walk: walkSync(walk, dataset, signal), metric }
  throw new InvalidInputError('evaluate', 'the dataset must be an iterable of [x, y]', dataset)
}

function* walkSync(
  walk: Walk,
  dataset: Iterable<SeriesEvent>,
  signal: StopSignal | null | undefined,
): Generator<ForecastStep> {
  for (const event of dataset) {
    checkSignal(signal)
    const step = walk.take(event)
    if (step) yield step
  }
  walk.end()
}

async function* walkAsync(
  walk: Walk,
  dataset: AsyncIterable<SeriesEvent>,
): AsyncGenerator<ForecastStep> {
  for await (const event of dataset) {
    const step = walk.take(event)
    if (step) yield step
  }
  walk.end()
}

/** A walk along a series that knows the values ahead, as many as the horizon. */
class Walk {
  private readonly options: ForecastOptions<unknown>
  private readonly metric: HorizonMetric | HorizonAggMetric
  private readonly ahead: SeriesEvent[] = []
  private taken = 0

  constructor(options: ForecastOptions<unknown>, metric: HorizonMetric | HorizonAggMetric) {
    this.options = options
    this.metric = metric
  }

  take(event: SeriesEvent): ForecastStep | undefined {
    const { horizon, learnFirst } = this.options
    checkEvent(event, this.taken + this.ahead.length + 1)
    this.ahead.push(event)
    if (this.ahead.length <= horizon) return undefined
    const [x, y] = this.ahead.shift() as SeriesEvent
    this.taken++
    if (this.taken <= horizon) {
      this.learn(x, y)
      return undefined
    }
    if (learnFirst) this.learn(x, y)
    const forecast = this.forecast()
    if (!learnFirst) this.learn(x, y)
    return [x, y, forecast, this.metric]
  }

  end(): void {
    const { horizon } = this.options
    if (this.taken > horizon) return
    const expected = `a horizon of ${horizon} needs at least ${2 * horizon + 1} values`
    throw new InvalidInputError('evaluate', expected, this.taken + this.ahead.length)
  }

  private learn(x: SeriesEvent[0], y: number): void {
    try {
      this.options.model.learnOne(y, x as Features | null | undefined)
    } catch (error) {
      throw new EvaluationError(this.taken, 'learned', error)
    }
  }

  private forecast(): number[] {
    const { model, horizon } = this.options
    const { ahead } = this
    const xs = ahead.some(([x]) => x) ? ahead.map(([x]) => (x ?? {}) as Features) : null
    let forecast: number[]
    try {
      forecast = model.forecast(horizon, xs)
    } catch (error) {
      throw new EvaluationError(this.taken, 'forecast', error)
    }
    try {
      const values = ahead.map(([, y]) => y)
      this.metric.update(values, forecast)
    } catch (error) {
      throw new EvaluationError(this.taken, 'judged', error)
    }
    return forecast
  }
}
