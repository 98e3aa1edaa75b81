import { Classifier, type Row, SnapshotError } from '@coelho/core'

/**
 * Predicts the label that came last: what a classifier has to beat on a stream whose classes come
 * in runs. It looks neither at features nor at weights.
 *
 * @example
 * const model = new dummy.NoChangeClassifier()
 * model.learnOne({}, 'rain')
 * model.learnOne({}, 'sun')
 * model.predictOne({}) // => 'sun'
 */
export class NoChangeClassifier extends Classifier {
  static override readonly id = 'dummy.NoChangeClassifier'
  static override readonly state: readonly string[] = ['labels', 'last']

  /** The code of the label that came last, or -1. */
  private last = -1

  override get takesCategories(): boolean {
    return true
  }

  learnRow(_row: Row, label: number): void {
    this.last = label
  }

  scoreRow(_row: Row, scores: Float64Array): boolean {
    if (this.last < 0) return false
    scores[this.last] = 1
    return true
  }

  override predictRow(): number {
    return this.last
  }

  checkState(): void {
    const { last, labels } = this
    if (Number.isInteger(last) && last >= -1 && last < labels.size) return
    throw new SnapshotError('NoChangeClassifier must have met the label that came last', last)
  }
}
