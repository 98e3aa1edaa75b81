import type { UpdateOptions } from '../base/metric-like.js'
import type { Label } from '../data/labels.js'
import { SnapshotError } from '../errors.js'

/**
 * The share of predictions that were right; 0 before the first.
 *
 * @example
 * const metric = new metrics.Accuracy()
 * metric.update('spam', 'spam')
 * metric.update('spam', 'ham')
 * metric.get() // => 0.5
 */
export class Accuracy {
  static readonly id = 'metrics.Accuracy'
  static readonly state = ['right', 'total'] as const

  private right = 0
  private total = 0

  get requiresLabels(): boolean {
    return true
  }

  update(yTrue: Label, yPred: Label | undefined, options?: UpdateOptions): void {
    const w = options?.w ?? 1
    this.total += w
    if (yTrue === yPred) this.right += w
  }

  /** Takes back an update. */
  revert(yTrue: Label, yPred: Label | undefined, options?: UpdateOptions): void {
    this.update(yTrue, yPred, { w: -(options?.w ?? 1) })
  }

  get(): number {
    return this.total > 0 ? this.right / this.total : 0
  }

  /** `Accuracy: 50.00 %`. */
  toString(): string {
    return `Accuracy: ${(100 * this.get()).toFixed(2)} %`
  }

  checkState(): void {
    if (!(this.right >= 0 && this.right <= this.total)) {
      throw new SnapshotError('an accuracy must have at most as many right as all')
    }
  }
}
