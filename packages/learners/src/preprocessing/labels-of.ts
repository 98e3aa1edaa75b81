import type { Label } from '@coelho/core'

/** What a statistic of one variable offers: of a window too. */
export interface StatisticLike {
  update(...args: never): void
  get(): unknown
  clone(): unknown
}

/** True if a statistic takes strings, as the most frequent value does; it is not changed. */
export function takesLabels(statistic: StatisticLike): boolean {
  const fresh = statistic.clone() as { update(x: Label, options?: object): void }
  try {
    fresh.update('', { t: 0 })
    return true
  } catch {
    return false
  }
}
