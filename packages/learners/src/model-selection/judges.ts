import { SnapshotError } from '@coelho/core'
import type { Choice } from './choice.js'
import { Judge, type SelectionMetric } from './judge.js'

/** A judge for each of several models, which all learn. */
export class Judges implements Choice {
  static readonly id = 'modelSelection.Judges'
  static readonly state = ['list', 'best'] as const
  static readonly parts: readonly unknown[] = [Judge]

  /** By place. */
  readonly list: Judge[]
  /** The place of the best model. */
  best = 0
  readonly places: Int32Array
  private readonly metric: SelectionMetric
  private readonly count: number
  private readonly weighed: { w: number } = { w: 1 }

  constructor(count: number, metric: SelectionMetric) {
    this.metric = metric
    this.count = count
    this.places = Int32Array.from({ length: count }, (_, place) => place)
    this.list = Array.from({ length: count }, () => new Judge({ metric }))
  }

  pick(): number {
    return this.count
  }

  /** Tells how a model did; one that is now better than the best is the best. */
  judge(place: number, yTrue: unknown, yPred: unknown, weight: number): void {
    this.weighed.w = weight
    this.list[place].update(yTrue as never, yPred, weight === 1 ? undefined : this.weighed)
    if (this.list[place].isBetterThan(this.list[this.best])) this.best = place
  }

  /** The places in the order of how good the models are; those that are equal stay in order. */
  sort(places: readonly number[]): number[] {
    const { list } = this
    return [...places].sort((a, b) => {
      if (list[a].isBetterThan(list[b])) return -1
      return list[b].isBetterThan(list[a]) ? 1 : 0
    })
  }

  check(who: string): void {
    const { list, best, count, metric } = this
    const alike = list.every(
      (judge) =>
        judge instanceof Judge &&
        Object.getPrototypeOf(judge.metric) === Object.getPrototypeOf(metric),
    )
    const own = list.length === count && new Set(list).size === count
    if (alike && own && Number.isSafeInteger(best) && best >= 0 && best < count) return
    throw new SnapshotError(`${who} must have a metric for each of its models`)
  }
}
