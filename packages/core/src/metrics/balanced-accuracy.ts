import { ClassificationMetric } from './base/classification-metric.js'
import { ratio, recall, scoreOf } from './counts/scores.js'

/**
 * The mean of the recall of each class that was true: a rare class counts as much as a frequent
 * one, and guessing the most frequent gives one divided by their number.
 *
 * @example
 * const metric = new metrics.BalancedAccuracy()
 * metric.updateMany(['a', 'a', 'a', 'b'], ['a', 'a', 'a', 'a'])
 * metric.get() // => 0.5
 */
export class BalancedAccuracy extends ClassificationMetric {
  static override readonly id: string = 'metrics.BalancedAccuracy'

  override get(): number {
    const { counts } = this.cm
    let sum = 0
    let classes = 0
    for (let code = 0; code < counts.size; code++) {
      if (counts.trueWeight(code) === 0) continue
      sum += scoreOf(counts, code, recall)
      classes++
    }
    return ratio(sum, classes)
  }
}
