import type { Rules } from '../../options/rules.js'
import { Rolling } from '../../utils/rolling.js'
import { TimeRolling } from '../../utils/time-rolling.js'
import { type Member, Metrics } from '../base/metrics.js'
import { MAE } from '../regression/mae.js'
import { MAPE } from '../regression/mape.js'
import { MSE } from '../regression/mse.js'
import { R2 } from '../regression/r2.js'
import { RMSE } from '../regression/rmse.js'
import { RMSLE } from '../regression/rmsle.js'
import { SMAPE } from '../regression/smape.js'
import { Bundle, type EventOptions, timeOf, weightAt, weightOnly } from './bundle.js'
import { PERIOD, WINDOW_SIZE, type WindowOptions } from './windows.js'

/**
 * The set of metrics for regression: see `bundle`.
 *
 * @example
 * const metric = new metrics.RegressionBundle()
 * metric.update(10, 8, { t: new Date('2026-01-01T12:00:00Z') })
 * metric.update(20, 20, { t: new Date('2026-01-01T12:06:00Z') })
 * metric.toObject().MAE // => 1
 * metric.toObject().TimeRollingMAE // => 0
 */
export class RegressionBundle extends Bundle<WindowOptions> {
  static override readonly id: string = 'metrics.RegressionBundle'
  static override readonly rules: Rules<WindowOptions> = {
    windowSize: WINDOW_SIZE,
    period: PERIOD,
  }
  static readonly parts: readonly unknown[] = [
    Metrics,
    MAE,
    RMSE,
    MAPE,
    R2,
    SMAPE,
    MSE,
    RMSLE,
    Rolling,
    TimeRolling,
  ]

  declare private plain: readonly Member[]
  declare private logarithmic: RMSLE
  declare private timed: TimeRolling<MAE>

  constructor(given: Readonly<Partial<WindowOptions>> = {}) {
    super(given)
  }

  get requiresLabels(): boolean {
    return true
  }

  protected override members(): Record<string, Member> {
    const { windowSize, period } = this.options
    return {
      MAE: new MAE(),
      RMSE: new RMSE(),
      MAPE: new MAPE(),
      R2: new R2(),
      SMAPE: new SMAPE(),
      MSE: new MSE(),
      RMSLE: new RMSLE(),
      RollingMAE: new Rolling({ obj: new MAE(), windowSize }),
      RollingRMSE: new Rolling({ obj: new RMSE(), windowSize }),
      TimeRollingMAE: new TimeRolling({ obj: new MAE(), period }),
    }
  }

  protected override bind(): void {
    const names = ['MAE', 'RMSE', 'MAPE', 'R2', 'SMAPE', 'MSE', 'RollingMAE', 'RollingRMSE']
    this.plain = names.map((name) => this.named<Member>(name))
    this.logarithmic = this.named('RMSLE')
    this.timed = this.named('TimeRollingMAE')
  }

  /**
   * Judges a prediction. RMSLE leaves out an event whose truth or prediction is not above -1,
   * since there is no logarithm of it.
   */
  override update(yTrue: number, yPred: number, options?: EventOptions): void {
    const { plain, logarithmic, timed } = this
    const weight = weightOnly(options)
    const t = timeOf(this.who, options)
    for (const metric of plain) metric.tryOut?.(yTrue, yPred, weight)
    for (const metric of plain) metric.update(yTrue, yPred, weight)
    if (yTrue > -1 && yPred > -1) logarithmic.update(yTrue, yPred, weight)
    if (t !== undefined) timed.update(yTrue, yPred, weightAt(weight, t))
  }
}
