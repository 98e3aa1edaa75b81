import {
  AnomalyFilter,
  type AnomalyFilterOptions,
  type Row,
  type Rules,
  stats,
  type Target,
} from '@coelho/core'
import { filterRules, type ProtectionOption } from './filter-options.js'

export interface QuantileFilterOptions extends AnomalyFilterOptions, ProtectionOption {
  /** The share of the scores that are normal. */
  readonly q: number
}

/**
 * Takes events for anomalies whose score reaches a quantile of the scores so far. While that is
 * not known, or 0, nothing is an anomaly.
 *
 * @example
 * const anomalyDetector = new anomaly.HalfSpaceTrees({ windowSize: 3, seed: 42 })
 * const filter = new anomaly.QuantileFilter({ anomalyDetector, q: 0.9 })
 * for (const x of [0.5, 0.45, 0.43, 0.44, 0.9]) filter.learnOne({ x })
 * filter.classify(filter.scoreOne({ x: 0.95 })) // => true
 */
export class QuantileFilter extends AnomalyFilter<QuantileFilterOptions> {
  static override readonly id = 'anomaly.QuantileFilter'
  static override readonly rules: Rules<QuantileFilterOptions> = {
    anomalyDetector: filterRules.anomalyDetector,
    q: { kind: 'number', above: 0, below: 1 },
    protectAnomalyDetector: filterRules.protectAnomalyDetector,
  }
  static override readonly state = ['quantile'] as const
  static readonly parts: readonly unknown[] = [stats.Quantile]

  private readonly quantile: stats.Quantile = new stats.Quantile({ q: this.options.q })

  /** The share of the scores that are normal. */
  get q(): number {
    return this.options.q
  }

  classify(score: number): boolean {
    // River: a quantile of 0 counts as none.
    return score >= (this.quantile.get() || Infinity)
  }

  learnRowWith(row: Row, y: Target, weight: number, options?: object): void {
    const { anomalyDetector, protectAnomalyDetector } = this.options
    const score = this.scoreRowWith(row, y)
    if (!protectAnomalyDetector || !this.classify(score)) {
      anomalyDetector.learnRowWith(row, y, weight, options)
    }
    this.quantile.update(score)
  }
}
