import type { Label } from '../../data/labels.js'
import type { Rules } from '../../options/rules.js'
import { Rolling } from '../../utils/rolling.js'
import { TimeRolling } from '../../utils/time-rolling.js'
import { type Member, Metrics } from '../base/metrics.js'
import type { Centers, Point } from '../silhouette/distances.js'
import { Silhouette } from '../silhouette/silhouette.js'
import { Bundle, type EventOptions, timeOf, weightAt, weightOnly } from './bundle.js'
import { PERIOD, WINDOW_SIZE, type WindowOptions } from './windows.js'

/**
 * The set of metrics for clustering: see `bundle`.
 *
 * @example
 * const metric = new metrics.ClusteringBundle()
 * const centers = new Map([[0, { a: 0 }], [1, { a: 4 }]])
 * metric.update({ a: 1 }, 0, centers, { t: 0 })
 * metric.toObject().Silhouette // => 0.333…
 */
export class ClusteringBundle extends Bundle<WindowOptions> {
  static override readonly id: string = 'metrics.ClusteringBundle'
  static override readonly rules: Rules<WindowOptions> = {
    windowSize: WINDOW_SIZE,
    period: PERIOD,
  }
  static readonly parts: readonly unknown[] = [Metrics, Silhouette, Rolling, TimeRolling]

  declare private plain: Silhouette
  declare private rolling: Rolling<Silhouette>
  declare private timed: TimeRolling<Silhouette>

  constructor(given: Readonly<Partial<WindowOptions>> = {}) {
    super(given)
  }

  protected override members(): Record<string, Member> {
    const { windowSize, period } = this.options
    return {
      Silhouette: new Silhouette(),
      RollingSilhouette: new Rolling({ obj: new Silhouette(), windowSize }),
      TimeRollingSilhouette: new TimeRolling({
        obj: new Silhouette(),
        period,
      }),
    }
  }

  protected override bind(): void {
    this.plain = this.named('Silhouette')
    this.rolling = this.named('RollingSilhouette')
    this.timed = this.named('TimeRollingSilhouette')
  }

  /** Judges the cluster of a point, given the centres as they are now. */
  override update(x: Point, yPred: Label, centers: Centers, options?: EventOptions): void {
    const weight = weightOnly(options)
    const t = timeOf(this.who, options)
    this.plain.update(x, yPred, centers, weight)
    if (weight) this.rolling.update(x, yPred, centers, weight)
    else this.rolling.update(x, yPred, centers)
    if (t !== undefined) this.timed.update(x, yPred, centers, weightAt(weight, t))
  }
}
