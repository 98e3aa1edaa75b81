import { exp } from '../math/exp.js'
import { log } from '../math/log.js'
import { ClassificationMetric } from './base/classification-metric.js'
import { recall, scoreOf } from './counts/scores.js'

/**
 * The geometric mean of the recall of each class: 0 as soon as one class is never recognised.
 *
 * @example
 * const metric = new metrics.GeometricMean()
 * metric.updateMany(['a', 'a', 'b', 'b'], ['a', 'b', 'b', 'a'])
 * metric.get().toFixed(6) // => '0.500000'
 */
export class GeometricMean extends ClassificationMetric {
  static override readonly id: string = 'metrics.GeometricMean'

  override get(): number {
    const { counts } = this.cm
    let logs = 0
    let classes = 0
    for (let code = 0; code < counts.size; code++) {
      if (!counts.isPresent(code)) continue
      const share = scoreOf(counts, code, recall)
      if (share === 0) return 0
      logs += log(share)
      classes++
    }
    return classes > 0 ? exp(logs / classes) : 0
  }
}
