import { type Contestant, type Learning, type LearningEvent, metricValues } from '@coelho/runtime'

/** Values of metrics by their names; null where one is no number yet. */
export type MetricValues = Readonly<Record<string, number | null>>

/** What each contestant's metrics say, by the contestant's name. */
export function metricsOf(learning: Learning): Record<string, MetricValues> {
  return Object.fromEntries(learning.contestants.map((one) => [one.name, valuesOf(one)]))
}

/** What has no value, such as a confusion matrix, is not listed. */
export function valuesOf({ metric }: Contestant): MetricValues {
  return valuesByName(metric)
}

/** The same of any metric, of several or a bundle. */
export function valuesByName(metric: Contestant['metric']): Record<string, number | null> {
  const values = Array.from(metricValues(metric), ([name, value]) => {
    return [name, Number.isFinite(value) ? value : null] as const
  })
  return Object.fromEntries(values)
}

/** The last changes of champion, and the last drifts. */
export type Past = Pick<Learning['history'], 'takeovers' | 'drifts'>

/** Both in the order in which they came. */
export function newsOf({ takeovers, drifts }: Past): LearningEvent[] {
  return [...takeovers, ...drifts].sort((a, b) => a.event - b.event)
}
