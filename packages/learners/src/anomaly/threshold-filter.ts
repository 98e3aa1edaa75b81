import {
  AnomalyFilter,
  type AnomalyFilterOptions,
  type Row,
  type Rules,
  type Target,
} from '@coelho/core'
import { filterRules, type ProtectionOption } from './filter-options.js'

export interface ThresholdFilterOptions extends AnomalyFilterOptions, ProtectionOption {
  /** An event of this score or more is an anomaly. */
  readonly threshold: number
}

/**
 * Takes events for anomalies whose score reaches a threshold. Its detector learns from all others.
 *
 * As in River, with `protectAnomalyDetector: false` the detector learns from no event at all: give
 * one then that has learned.
 *
 * @example
 * const anomalyDetector = new anomaly.HalfSpaceTrees({ windowSize: 3, seed: 42 })
 * const filter = new anomaly.ThresholdFilter({ anomalyDetector, threshold: 0.8 })
 * for (const x of [0.5, 0.45, 0.43, 0.44]) filter.learnOne({ x })
 * filter.classify(filter.scoreOne({ x: 0.95 })) // => true
 */
export class ThresholdFilter extends AnomalyFilter<ThresholdFilterOptions> {
  static override readonly id = 'anomaly.ThresholdFilter'
  static override readonly rules: Rules<ThresholdFilterOptions> = {
    anomalyDetector: filterRules.anomalyDetector,
    threshold: { kind: 'number' },
    protectAnomalyDetector: filterRules.protectAnomalyDetector,
  }

  classify(score: number): boolean {
    return score >= this.options.threshold
  }

  learnRowWith(row: Row, y: Target, weight: number, options?: object): void {
    const { anomalyDetector, protectAnomalyDetector } = this.options
    // River: the golden case of a detector that is not protected shows that it never learns.
    if (!protectAnomalyDetector || this.classify(this.scoreRowWith(row, y))) return
    anomalyDetector.learnRowWith(row, y, weight, options)
  }
}
