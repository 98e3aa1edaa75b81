import {
  type Features,
  type Given,
  InvalidOptionError,
  Regressor,
  type Row,
  type Rules,
  Univariate,
} from '@coelho/core'

export interface StatisticRegressorOptions {
  /** What is predicted: a mean, a median, the value before; a copy of it learns. */
  readonly statistic: Univariate
}

/**
 * Predicts a statistic of the targets so far: what a regressor has to beat. It does not look at
 * features; weights count where the statistic takes any. Before a statistic has a value it
 * predicts undefined, as River does.
 *
 * @example
 * const model = new dummy.StatisticRegressor({ statistic: new stats.Mean() })
 * for (const y of [1, 2, 6]) model.learnOne({}, y)
 * model.predictOne({}) // => 3
 */
export class StatisticRegressor extends Regressor<StatisticRegressorOptions> {
  static override readonly id = 'dummy.StatisticRegressor'
  static override readonly rules: Rules<StatisticRegressorOptions> = {
    statistic: { kind: 'object' },
  }
  static override readonly state: readonly string[] = ['learned']

  private readonly learned: Univariate
  private readonly weighted: { w: number } = { w: 1 }

  constructor(given: Given<StatisticRegressorOptions>) {
    super(given)
    const { statistic } = this.options
    if (!(statistic instanceof Univariate)) {
      const expected = 'must be a statistic of one variable'
      throw new InvalidOptionError(this.who, 'statistic', expected, statistic)
    }
    this.learned = statistic.clone()
  }

  override get takesCategories(): boolean {
    return true
  }

  learnRow(_row: Row, y: number, weight: number): void {
    this.weighted.w = weight
    if (weight === 1) this.learned.update(y)
    else this.learned.update(y, this.weighted)
  }

  /** NaN before there is a value. */
  predictRow(): number {
    return this.learned.get() ?? Number.NaN
  }

  override answerRow(): number | undefined {
    return this.learned.get()
  }

  /** River: undefined before the statistic has a value. */
  override predictOne(x: Features): number {
    this.door.peek(x)
    this.forget()
    return this.learned.get() as number
  }

  /** What has been learned. */
  get statistic(): Univariate {
    return this.learned
  }
}
