import type { Label } from '../../data/labels.js'
import type { ClassificationOptions } from '../base/classification-metric.js'

/** What a metric of one class against the rest takes. */
export interface BinaryOptions extends ClassificationOptions {
  /**
   * The class it is about, against all others. True stands for 1 where labels are 0 and 1.
   * (With River any other than `true` gives 0.)
   */
  readonly posVal: Label
}
