import {
  type Given,
  InvalidOptionError,
  type Row,
  type Rules,
  SupervisedAnomalyDetector,
  stats,
  type Target,
  Univariate,
} from '@coelho/core'

export interface DeviationOptions {
  /** What a target is compared with, a mean or a median; a copy of it learns. Null: the mean. */
  readonly subStat: Univariate | null
}

/** Keeps the score finite while all targets are the same. */
const LEAST_DEVIATION = 1e-10

/**
 * Scores how many standard deviations a target lies from a centre of the targets so far. It does
 * not look at features.
 *
 * @example
 * const detector = new anomaly.StandardAbsoluteDeviation()
 * for (const y of [9, 10, 11]) detector.learnOne({}, y)
 * detector.scoreOne({}, 14).toFixed(6) // => '4.000000'
 */
export class StandardAbsoluteDeviation extends SupervisedAnomalyDetector<DeviationOptions> {
  static override readonly id = 'anomaly.StandardAbsoluteDeviation'
  static override readonly rules: Rules<DeviationOptions> = {
    subStat: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state = ['variance', 'centre'] as const
  static readonly parts: readonly unknown[] = [stats.Var, stats.Mean]

  private readonly variance: stats.Var = new stats.Var()
  private readonly centre: Univariate

  constructor(given?: Given<DeviationOptions>) {
    super(given)
    const { subStat } = this.options
    if (subStat !== null && !(subStat instanceof Univariate)) {
      const expected = 'must be a statistic of one variable (or null)'
      throw new InvalidOptionError(this.who, 'subStat', expected, subStat)
    }
    this.centre = subStat?.clone() ?? new stats.Mean()
  }

  override get takesCategories(): boolean {
    return true
  }

  learnRow(_row: Row, y: number): void {
    this.variance.update(y)
    this.centre.update(y)
  }

  scoreRowWith(_row: Row, y: Target): number {
    const deviation = Math.sqrt(Math.max(0, this.variance.get())) + LEAST_DEVIATION
    return Math.abs(((y as number) - (this.centre.get() ?? 0)) / deviation)
  }
}
