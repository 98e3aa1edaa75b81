import type { MetricLike, UpdateOptions } from '../../base/metric-like.js'
import { InvalidInputError, InvalidOptionError } from '../../errors.js'

/** What an output is called; whole numbers only where a Map holds them. */
export type Output = string | number | boolean

/** A value for each output. */
export type Outputs<T> = ReadonlyMap<Output, T> | Readonly<Record<string, T>>

/** A metric of one output, of any kind. */
// biome-ignore lint/suspicious/noExplicitAny: of any kind of truth and prediction
export interface OutputMetric extends MetricLike<any, any> {
  readonly who?: string
  readonly biggerIsBetter?: boolean
  revert?(yTrue: unknown, yPred: unknown, options?: UpdateOptions): void
  merge?(other: unknown): void
  tryOut?(yTrue: unknown, yPred: unknown, options?: UpdateOptions): void
  show?(value: number): string
}

export interface OutputMetricOptions {
  /** The metric of one output. */
  readonly metric: OutputMetric
}

/** Throws unless it is a metric that can be made anew. */
export function checkMetric(who: string, metric: unknown): void {
  const { update, get } = Object(metric) as { update?: unknown; get?: unknown }
  if (typeof update === 'function' && typeof get === 'function') return
  throw new InvalidOptionError(who, 'metric', 'must be a metric', metric)
}

/** Truth and prediction of each output that has a truth. */
export function pairs<T, P>(
  who: string,
  yTrue: Outputs<T>,
  yPred: Outputs<P>,
): [output: Output, truth: T, prediction: P][] {
  const predictions = asMap(who, yPred)
  return [...asMap(who, yTrue)].map(([output, truth]) => {
    if (!predictions.has(output)) {
      throw new InvalidInputError(who, `a prediction is needed for output ${String(output)}`)
    }
    return [output, truth, predictions.get(output) as P]
  })
}

/** The same whether they come as a Map or as an object. */
export function asMap<T>(who: string, outputs: Outputs<T>): ReadonlyMap<Output, T> {
  if (outputs instanceof Map) return outputs
  if (typeof outputs === 'object' && outputs !== null && !Array.isArray(outputs)) {
    return new Map(Object.entries(outputs))
  }
  throw new InvalidInputError(who, 'outputs must come as an object or a Map', outputs)
}

/** Its `revert`; throws if it has none. */
export function reverter(who: string, metric: OutputMetric): Required<OutputMetric>['revert'] {
  if (metric.revert) return metric.revert.bind(metric)
  throw new InvalidInputError(who, 'holds a metric that takes nothing back', metric)
}

/** Its `merge`; throws if it has none. */
export function merger(who: string, metric: OutputMetric): Required<OutputMetric>['merge'] {
  if (metric.merge) return metric.merge.bind(metric)
  throw new InvalidInputError(who, 'holds a metric that cannot be merged', metric)
}

/** `MacroAverage(F1)`. */
export function wrapped(who: string, metric: OutputMetric): string {
  return `${who}(${metric.who ?? metric.constructor.name})`
}
