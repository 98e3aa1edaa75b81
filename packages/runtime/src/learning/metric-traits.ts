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

/**
 * The same of one of several, by its name; true where there is none of it.
 *
 * @example
 * isMoreBetterBy(metrics.bundle('regression'), 'MAE') // => false
 */
export function isMoreBetterBy(metric: AnyMetric, name: string): boolean {
  const named = metricsByName(metric).find(([key]) => key === name)?.[1]
  return named === undefined || isMoreBetter(named)
}

/**
 * What a metric says, or each of several by its name; NaN where one has no value yet. One that
 * says no number, such as a confusion matrix, is left out.
 *
 * @example
 * const metric = new metrics.MAE()
 * metric.update(1, 3)
 * metricValues(metric) // => new Map([['MAE', 2]])
 */
export function metricValues(metric: AnyMetric): Map<string, number> {
  const values = new Map<string, number>()
  for (const [name, one] of metricsByName(metric)) {
    const value = one.get() as unknown
    if (typeof value === 'number') values.set(name, value)
  }
  return values
}

/** True if it must be told when events happened: it, or one of those it holds. */
export function asksForTime(metric: AnyMetric): boolean {
  if (metric instanceof utils.TimeRolling) return true
  return metricsByName(metric).some(([, one]) => one !== metric && asksForTime(one))
}
