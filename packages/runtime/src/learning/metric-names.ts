import { type evaluate, metricsByName } from '@coelho/core'

/** Each metric by its name, also those of a bundle. */
export function namedMetrics(
  metric: evaluate.AnyMetric,
): [name: string, metric: evaluate.AnyMetric][] {
  const { metrics } = metric as { metrics?: evaluate.AnyMetric }
  return metricsByName(metrics ?? metric)
}
