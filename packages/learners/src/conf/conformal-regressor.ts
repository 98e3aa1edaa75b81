import {
  type EstimatorLike,
  type Features,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  SnapshotError,
  underSchemaOf,
  utils,
} from '@coelho/core'
import { Interval } from './interval.js'
import type { IntervalOptions } from './regression-jackknife.js'

export interface ConformalRegressorOptions {
  /** What predicts: a regressor, or a pipeline that ends with one. */
  readonly regressor: RegressorLike
  /** Which share of the values the intervals are to contain. */
  readonly confidenceLevel: number
  /** How many of the last errors are looked at. */
  readonly windowSize: number
  /** How fast intervals follow what they miss; 0: they go by the errors alone. */
  readonly gamma: number
}

const WITH_INTERVAL: IntervalOptions = { withInterval: true }

/**
 * Tells an interval around what a regressor predicts that contains `confidenceLevel` of the
 * values, also while the stream drifts (adaptive conformal inference).
 *
 * An interval reaches as far as a share of the last errors did, the errors of predictions made
 * before their event was learned. That share is lowered by a little after each value inside and
 * raised after each one outside. With c = `confidenceLevel` and g = `gamma`, of the first T values
 * a share within (1 + g) / (g T) of c lies inside, whatever the stream. With `gamma` 0 the promise
 * is that of split conformal prediction: c for events that could as well have come in another
 * order.
 *
 * To keep it an interval may be unbounded: while there are too few errors, `c / (1 - c)` of them,
 * and after many misses in a row. A regressor that tells intervals of its own, such as
 * `QuantileRegressor`, has these made wider or narrower, so that they may differ from event to
 * event. A weight is handed on to the regressor only. River has none.
 *
 * [Adaptive conformal inference under distribution shift](https://arxiv.org/abs/2106.00170),
 * [Conformalized quantile regression](https://arxiv.org/abs/1905.03222)
 *
 * @example
 * const regressor = new dummy.StatisticRegressor({ statistic: new stats.Mean() })
 * const model = new conf.ConformalRegressor({ regressor, confidenceLevel: 0.8 })
 * for (let i = 0; i < 999; i++) model.learnOne({}, i % 10)
 * model.predictOne({}).toFixed(1) // => '4.5'
 * model.predictOne({}, { withInterval: true }).contains(8) // => true
 * model.coverage?.toFixed(2) // => '0.80'
 */
export class ConformalRegressor extends Regressor<ConformalRegressorOptions> {
  static override readonly id = 'conf.ConformalRegressor'
  static override readonly rules: Rules<ConformalRegressorOptions> = {
    regressor: { kind: 'object' },
    confidenceLevel: { kind: 'number', default: 0.95, above: 0, below: 1 },
    windowSize: { kind: 'integer', default: 1000, atLeast: 1, atMost: 16_777_216 },
    gamma: { kind: 'number', default: 0.005, atLeast: 0, atMost: 1 },
  }
  static override readonly state: readonly string[] = ['errors', 'missRate', 'events', 'inside']
  static readonly parts: readonly unknown[] = [utils.SortedWindow]

  private readonly models: readonly EstimatorLike[]
  /** How far values lay beyond what was predicted; below 0: so far within the interval. */
  private readonly errors: utils.SortedWindow
  /** Which share of the errors is left outside at present. */
  private missRate: number
  private events = 0
  private inside = 0
  /** Where the regressor's own interval begins and ends for the last row. */
  private lower = 0
  private upper = 0

  constructor(given: Given<ConformalRegressorOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    const { regressor, confidenceLevel, windowSize } = this.options
    requireKind(this.who, 'regressor', regressor, 'regressor')
    this.models = [regressor]
    this.errors = new utils.SortedWindow({ size: windowSize })
    this.missRate = 1 - confidenceLevel
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.options.regressor.checkTarget(y)
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.look(row)
    this.judge(y)
    this.options.regressor.learnRow(row, y, weight)
  }

  /** Notes the interval of the regressor, or what it predicts as one. */
  private look(row: Row): void {
    const answer = this.options.regressor.answerRow(row, WITH_INTERVAL)
    const isInterval = answer instanceof Interval
    this.lower = isInterval ? answer.lower : (answer as number)
    this.upper = isInterval ? answer.upper : (answer as number)
  }

  private judge(y: number): void {
    const { confidenceLevel, gamma } = this.options
    const error = Math.max(this.lower - y, y - this.upper)
    const isInside = error <= this.reach()
    this.events += 1
    this.inside += Number(isInside)
    this.missRate += gamma * (1 - confidenceLevel - Number(!isInside))
    if (Number.isFinite(error)) this.errors.append(error)
  }

  /**
   * How far beyond the regressor's own the interval goes: as far as the error of that rank among
   * the errors and the one to come.
   */
  private reach(): number {
    const { errors, missRate } = this
    const rank = Math.ceil((errors.length + 1) * (1 - missRate))
    if (rank < 1) return -Infinity
    return errors.at(rank - 1) ?? Infinity
  }

  predictRow(row: Row): number {
    return this.options.regressor.predictRow(row)
  }

  override answerRow(row: Row, options?: IntervalOptions): unknown {
    if (options?.withInterval !== true) return this.predictRow(row)
    this.look(row)
    const reach = this.reach()
    const centre = this.lower + (this.upper - this.lower) / 2
    const [lower, upper] = [this.lower - reach, this.upper + reach]
    if (lower <= upper) return new Interval({ lower, upper })
    return new Interval({ lower: centre, upper: centre })
  }

  override predictOne(x: Features, options: { readonly withInterval: true }): Interval
  override predictOne(x: Features, options?: { readonly withInterval?: false }): number
  override predictOne(x: Features, options?: IntervalOptions): number | Interval {
    const row = this.door.peek(x)
    try {
      return this.answerRow(row, options) as number | Interval
    } finally {
      this.forget()
    }
  }

  /** What predicts. */
  get regressor(): RegressorLike {
    return this.options.regressor
  }

  /** Which share of the values so far lay inside; undefined before the first. */
  get coverage(): number | undefined {
    return this.events === 0 ? undefined : this.inside / this.events
  }

  checkState(): void {
    const { errors, missRate, events, inside, options } = this
    const counted = [events, inside].every((count) => Number.isSafeInteger(count) && count >= 0)
    const fits = errors instanceof utils.SortedWindow && errors.size === options.windowSize
    if (fits && counted && inside <= events && Number.isFinite(missRate)) return
    throw new SnapshotError(`${this.who} must have a window of its size and what lay inside`)
  }
}
