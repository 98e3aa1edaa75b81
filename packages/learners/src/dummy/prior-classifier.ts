import { Classifier, growFloats, type Row, SnapshotError } from '@coelho/core'

/**
 * Predicts each label with its share among those so far: what a classifier has to beat where one
 * class is frequent. It does not look at features; an event counts by its weight.
 *
 * @example
 * const model = new dummy.PriorClassifier()
 * for (const y of ['sun', 'rain', 'sun', 'sun']) model.learnOne({}, y)
 * model.predictProbaOne({}) // => new Map([['sun', 0.75], ['rain', 0.25]])
 */
export class PriorClassifier extends Classifier {
  static override readonly id = 'dummy.PriorClassifier'
  static override readonly state: readonly string[] = ['labels', 'counts', 'total']

  /** By label code the weight of its events. */
  private counts: Float64Array = new Float64Array(2)
  private total = 0

  override get takesCategories(): boolean {
    return true
  }

  learnRow(_row: Row, label: number, weight: number): void {
    if (label >= this.counts.length) this.counts = growFloats(this.counts, label + 1)
    this.counts[label] += weight
    this.total += weight
  }

  scoreRow(_row: Row, scores: Float64Array): boolean {
    const { counts, total } = this
    const known = Math.min(this.labels.size, counts.length)
    for (let label = 0; label < known; label++) scores[label] = counts[label] / total
    return total > 0
  }

  checkState(): void {
    const { counts, total, labels } = this
    const isWeight = (n: number) => n >= 0 && n < Infinity
    const sum = counts.reduce((a, b) => a + b, 0)
    const adds = isWeight(total) && Math.abs(sum - total) <= 1e-6 * total
    const known = counts.findLastIndex((n) => n > 0) < labels.size
    if (counts.every(isWeight) && adds && known && counts.length >= labels.size) return
    throw new SnapshotError('PriorClassifier must have a weight for each label', total)
  }
}
