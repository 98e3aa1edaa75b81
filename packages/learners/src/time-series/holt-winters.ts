import {
  Forecaster,
  InvalidInputError,
  InvalidLabelError,
  InvalidOptionError,
  type Rules,
  SnapshotError,
} from '@coelho/core'

export interface HoltWintersOptions {
  /** How much the level follows the last value, between 0 and 1. */
  readonly alpha: number
  /** How much the trend follows the level; null: there is no trend. */
  readonly beta: number | null
  /** How much the season follows the values; needed with `seasonality`, and only then. */
  readonly gamma: number | null
  /** How many values a season has; 0: there is none. */
  readonly seasonality: number
  /** True if a season multiplies the level, false if it is added to it. */
  readonly multiplicative: boolean
}

/**
 * Forecasts by exponential smoothing: of the level, and where asked for of the trend and of the
 * season. The first season of values, or the first two, only set it up.
 *
 * @example
 * const model = new HoltWinters({ alpha: 0.5, beta: 0.5 })
 * for (const y of [10, 12, 14, 16]) model.learnOne(y)
 * model.forecast(2) // => [18.1875, 20.5]
 */
export class HoltWinters extends Forecaster<HoltWintersOptions> {
  static override readonly id = 'timeSeries.HoltWinters'
  static override readonly rules: Rules<HoltWintersOptions> = {
    alpha: { kind: 'number', atLeast: 0, atMost: 1 },
    beta: { kind: 'number', default: null, nullable: true, above: 0, atMost: 1 },
    gamma: { kind: 'number', default: null, nullable: true, atLeast: 0, atMost: 1 },
    seasonality: { kind: 'integer', default: 0, atLeast: 0, atMost: 16_777_216 },
    multiplicative: { kind: 'boolean', default: false },
  }
  static override readonly state: readonly string[] = ['first', 'level', 'trend', 'season', 'place']

  /** The values that set it up, until there are enough. */
  private first: number[] = []
  private level = 0
  private trend = 0
  /** A ring of one season, from the oldest at `place`; empty until it is set up. */
  private season: Float64Array = new Float64Array(0)
  private place = 0

  constructor(given: Partial<HoltWintersOptions>) {
    super(given)
    checkParts(this.who, this.options)
  }

  protected override learnValue(y: number): void {
    const { needed, first } = this
    if (first.length + 1 === needed) this.setUp([...first, y])
    if (first.length < needed) first.push(y)
    else this.smooth(y)
  }

  protected override forecastValues(horizon: number): number[] {
    const { first, needed, level, trend, season, place } = this
    if (first.length < needed) {
      const expected = `must learn ${needed} values before it can forecast`
      throw new InvalidInputError(this.who, expected, first.length)
    }
    const { multiplicative, seasonality } = this.options
    const values: number[] = []
    for (let h = 0; h < horizon; h++) {
      const base = level + (h + 1) * trend
      const seasonal = seasonality > 0 ? season[(place + (h % seasonality)) % seasonality] : 0
      values.push(seasonality > 0 && multiplicative ? base * seasonal : base + seasonal)
    }
    return values
  }

  /** How many values set it up. */
  private get needed(): number {
    return Math.max(2, this.options.seasonality)
  }

  private setUp(first: readonly number[]): void {
    const { beta, seasonality, multiplicative } = this.options
    const count = first.length
    const level = first.reduce((sum, y) => sum + y, 0) / count
    if (level === 0 && multiplicative && seasonality > 0) {
      const expected = `must not make the mean of the first ${count} values 0: it is divided by`
      throw new InvalidLabelError(this.who, expected, first[count - 1])
    }
    this.level = level
    this.trend = beta === null ? 0 : (first[count - 1] - first[0]) / (count - 1)
    // River: shares of the level, for a season that is added to it as well.
    const share = (y: number) => (level === 0 ? y : y / level)
    if (seasonality > 0) this.season = Float64Array.from(first.slice(-seasonality), share)
  }

  private smooth(y: number): void {
    const { alpha, multiplicative, seasonality } = this.options
    const before = this.level + this.trend
    const season = seasonality > 0 ? this.season[this.place] : Number(multiplicative)
    const bare = multiplicative ? y / season : y - season
    const level = alpha * bare + (1 - alpha) * before
    const trend = this.nextTrend(level)
    const again = seasonality > 0 ? this.nextSeason(y, before, season) : 0
    if (!Number.isFinite(level + trend + again)) {
      const expected =
        'must leave level, trend and season finite: it was divided by 0 or is too far'
      throw new InvalidLabelError(this.who, expected, y)
    }
    if (seasonality > 0) {
      this.season[this.place] = again
      this.place = (this.place + 1) % seasonality
    }
    this.level = level
    this.trend = trend
  }

  private nextTrend(level: number): number {
    const { beta } = this.options
    return beta === null ? 0 : beta * (level - this.level) + (1 - beta) * this.trend
  }

  /** `before` is what the level was expected to be: it takes no account of this value yet. */
  private nextSeason(y: number, before: number, season: number): number {
    const gamma = this.options.gamma as number
    const now = this.options.multiplicative ? (gamma * y) / before : gamma * (y - before)
    return now + (1 - gamma) * season
  }

  checkState(): void {
    const { first, needed, level, trend, season, place } = this
    const { seasonality } = this.options
    if (!Number.isFinite(level) || !Number.isFinite(trend)) {
      throw new SnapshotError('a HoltWinters must have a finite level and trend')
    }
    const values = Array.isArray(first) && first.every(Number.isFinite) ? first.length : Infinity
    if (values > needed) {
      throw new SnapshotError(`a HoltWinters must have at most ${needed} first values`, values)
    }
    if (season.length !== (values < needed ? 0 : seasonality) || !season.every(Number.isFinite)) {
      throw new SnapshotError(`a season must have ${seasonality} values`, season.length)
    }
    if (!Number.isSafeInteger(place) || place < 0 || place >= Math.max(1, season.length)) {
      throw new SnapshotError('a season must know its oldest value', place)
    }
  }
}

/** A part without what it is built on has no meaning; one that is given must have an effect. */
function checkParts(who: string, { beta, gamma, seasonality }: HoltWintersOptions): void {
  if (seasonality > 0 && gamma === null) {
    throw new InvalidOptionError(who, 'gamma', 'must be given with seasonality')
  }
  if (seasonality === 0 && gamma !== null) {
    throw new InvalidOptionError(who, 'gamma', 'has no effect without seasonality', gamma)
  }
  if (gamma !== null && beta === null) {
    throw new InvalidOptionError(who, 'beta', 'must be given with gamma')
  }
}
