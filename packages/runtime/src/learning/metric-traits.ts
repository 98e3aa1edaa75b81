import { type evaluate, metricsByName, utils } from '@coelho/core'

type AnyMetric = evaluate.AnyMetric

/** What a metric may tell of itself. */
interface Telling {
  readonly biggerIsBetter?: boolean
  /** What a window is held over. */
  readonly obj?: AnyMetric
}

/**
 * False where less is better; a window says what it is held over.
 *
 * @example
 * isMoreBetter(new metrics.MAE()) // => false
 * isMoreBetter(new metrics.F1()) // => true
 */
export function isMoreBetter(metric: AnyMetric): boolean {
  const { biggerIsBetter, obj } = metric as Telling
  return biggerIsBetter ?? (obj === undefined || isMoreBetter(obj))
}

/** True if it must be told when events happened: it, or one of those it holds. */
export function asksForTime(metric: AnyMetric): boolean {
  if (metric instanceof utils.TimeRolling) return true
  return metricsByName(metric).some(([, one]) => one !== metric && asksForTime(one))
}
