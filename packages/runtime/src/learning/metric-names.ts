import { type evaluate, metricsByName, utils } from '@coelho/core'

type AnyMetric = evaluate.AnyMetric

/** What metrics may tell of what they hold. */
interface Holding {
  readonly metrics?: { toMembers?(): Record<string, AnyMetric> }
  toMembers?(): Record<string, AnyMetric>
  /** What a window is held over. */
  readonly obj?: AnyMetric
  readonly biggerIsBetter?: boolean
  readonly judgesClusters?: boolean
}

/** Each metric by its name, also those of a bundle. */
export function namedMetrics(metric: AnyMetric): [name: string, metric: AnyMetric][] {
  const { metrics } = metric as Holding
  const several = (metrics ?? metric) as Holding & AnyMetric
  return several.toMembers ? Object.entries(several.toMembers()) : metricsByName(several)
}

/** False where less is better; a window says what it is held over. */
export function isMoreBetter(metric: AnyMetric): boolean {
  const { biggerIsBetter, obj } = metric as Holding
  return biggerIsBetter ?? (obj === undefined || isMoreBetter(obj))
}

/** True if it must be told when events happened: it, or one of those it holds. */
export function asksForTime(metric: AnyMetric): boolean {
  return metric instanceof utils.TimeRolling || others(metric).some(asksForTime)
}

/** True if it judges where events lie among the centres of clusters. */
export function judgesClusters(metric: AnyMetric): boolean {
  const { judgesClusters: told, obj } = metric as Holding
  if (told !== undefined || obj === undefined) return told ?? others(metric).some(judgesClusters)
  return judgesClusters(obj)
}

/** The metrics that it holds. */
function others(metric: AnyMetric): AnyMetric[] {
  return namedMetrics(metric).flatMap(([, one]) => (one === metric ? [] : [one]))
}
