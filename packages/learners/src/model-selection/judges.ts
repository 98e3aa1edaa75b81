import { SnapshotError } from '@coelho/core'
import { Judge, type SelectionMetric } from './judge.js'

/** A judge for each of several models. */
export class Judges {
  static readonly id = 'modelSelection.Judges'
  static readonly state = ['list', 'best'] as const
  static readonly parts: readonly unknown[] = [Judge]

  /** By place. */
  readonly list: Judge[] = []
  /** The place of the best model. */
  best = 0
  private readonly metric: SelectionMetric | undefined
  private readonly count: number
  private readonly weighed: { w: number } = { w: 1 }

  constructor(count = 0, metric?: SelectionMetric) {
    this.metric = metric
    this.count = count
    if (metric) for (let i = 0; i < count; i++) this.list.push(new Judge({ metric }))
  }

  judge(place: number, yTrue: unknown, yPred: unknown, weight: number): void {
    this.weighed.w = weight
    this.list[place].update(yTrue as never, yPred, weight === 1 ? undefined : this.weighed)
  }

  /** Makes a model the best if it is now better than that. */
  compare(place: number): void {
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
        Object.getPrototypeOf(judge.metric) === Object.getPrototypeOf(Object(metric)),
    )
    const own = list.length === count && new Set(list).size === count
    if (alike && own && Number.isSafeInteger(best) && best >= 0 && best < count) return
    throw new SnapshotError(`${who} must have a metric for each of its models`)
  }
}
