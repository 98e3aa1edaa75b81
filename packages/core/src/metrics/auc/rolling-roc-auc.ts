import { RollingArea } from './rolling-area.js'

/**
 * The area under the ROC curve of the last predictions, exact: the share of pairs in which the one
 * of the positive class has the higher score. It is 0 while there is only one class. Scores may be
 * of any size. Equal scores count half, as with River: the positives among equals are halved and
 * rounded down.
 *
 * @example
 * const metric = new metrics.RollingROCAUC({ windowSize: 3 })
 * metric.updateMany([true, false, true, false], [0.1, 0.3, 0.8, 0.5])
 * metric.get() // => 1
 */
export class RollingROCAUC extends RollingArea {
  static override readonly id: string = 'metrics.RollingROCAUC'

  get(): number {
    return this.window.rocArea()
  }
}
