import { type evaluate, metricsByName } from '@coelho/core'
import type { Contestant, Learning } from '@coelho/runtime'

/** Values of metrics by their names; null where one is no number yet. */
export type MetricValues = Readonly<Record<string, number | null>>

/** What each contestant's metrics say, by the contestant's name. */
export function metricsOf(learning: Learning): Record<string, MetricValues> {
  return Object.fromEntries(learning.contestants.map((one) => [one.name, valuesOf(one)]))
}

/** What has no value, such as a confusion matrix, is not listed. */
export function valuesOf({ metric }: Contestant): MetricValues {
  const values = membersOf(metric).flatMap(([name, one]) => {
    const value = one.get() as unknown
    if (typeof value !== 'number') return []
    return [[name, Number.isFinite(value) ? value : null] as const]
  })
  return Object.fromEntries(values)
}

/** Metrics that hold others, and a bundle of them. */
interface Holding {
  readonly metrics?: evaluate.AnyMetric & Holding
  toMembers?(): Record<string, evaluate.AnyMetric>
}

function membersOf(metric: evaluate.AnyMetric): [string, evaluate.AnyMetric][] {
  const several = (metric as Holding).metrics ?? (metric as evaluate.AnyMetric & Holding)
  return several.toMembers ? Object.entries(several.toMembers()) : metricsByName(several)
}
