import { RollingArea } from './rolling-area.js'

/**
 * The area under the curve of precision by recall of the last predictions, exact at each threshold
 * and in straight lines between them; a precision counts as at least that of all lower
 * thresholds. It is 0 while there is only one class. Scores may be of any size.
 *
 * @example
 * const metric = new metrics.RollingPRAUC({ windowSize: 4 })
 * metric.updateMany([false, true, false, true, true], [0.3, 0.5, 0.4, 0.35, 0.8])
 * metric.get().toFixed(4) // => '0.9167'
 */
export class RollingPRAUC extends RollingArea {
  static override readonly id: string = 'metrics.RollingPRAUC'

  get(): number {
    return this.window.precisionRecallArea()
  }
}
