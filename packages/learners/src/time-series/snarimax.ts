import {
  compose,
  type Features,
  Forecaster,
  InvalidOptionError,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { LinearRegression } from '../linear-model/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { Differencer } from './differencer.js'
import { LagEvents } from './lag-events.js'

/** What learns the values of a series: a regressor, or a pipeline that ends with one. */
export interface SeriesRegressor {
  readonly kind?: string
  learnOne(x: Features, y: number): void
  // biome-ignore lint/suspicious/noExplicitAny: a pipeline may predict anything
  predictOne(x: Features): any
  clone(): SeriesRegressor
}

export interface SNARIMAXOptions {
  /** How many of the last values it is told. */
  readonly p: number
  /** How many times differences are taken. */
  readonly d: number
  /** How many of its last errors it is told. */
  readonly q: number
  /** How many values a season has. */
  readonly m: number
  /** Of how many seasons before it is told the value. */
  readonly sp: number
  /** How many times differences between seasons are taken. */
  readonly sd: number
  /** Of how many seasons before it is told its error. */
  readonly sq: number
  /** What learns, in a copy of its own; null: linear regression on scaled values. */
  readonly regressor: SeriesRegressor | null
}

/**
 * Forecasts by a regressor that is told the last values of the series and its own last errors,
 * of the moments before and of the seasons before, and whatever else is known of a moment. With
 * `d` or `sd` it learns differences instead of values.
 *
 * @example
 * const model = new SNARIMAX({ p: 2, d: 1, q: 1 })
 * for (let t = 0; t < 200; t++) model.learnOne(100 + 3 * t)
 * model.forecast(2).map(Math.round) // => [700, 703]
 */
export class SNARIMAX extends Forecaster<SNARIMAXOptions> {
  static override readonly id = 'timeSeries.SNARIMAX'
  static override readonly rules: Rules<SNARIMAXOptions> = {
    p: { kind: 'integer', atLeast: 0, atMost: 65_536 },
    d: { kind: 'integer', atLeast: 0, atMost: 50 },
    q: { kind: 'integer', atLeast: 0, atMost: 65_536 },
    m: { kind: 'integer', default: 1, atLeast: 1, atMost: 65_536 },
    sp: { kind: 'integer', default: 0, atLeast: 0, atMost: 1024 },
    sd: { kind: 'integer', default: 0, atLeast: 0, atMost: 50 },
    sq: { kind: 'integer', default: 0, atLeast: 0, atMost: 1024 },
    regressor: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = [
    'regressor',
    'values',
    'differences',
    'errors',
  ]
  static readonly parts: readonly unknown[] = [compose.Pipeline, StandardScaler, LinearRegression]

  /** What learns. */
  readonly regressor: SeriesRegressor
  private readonly values: number[] = []
  private readonly differences: number[] = []
  private readonly errors: number[] = []
  private readonly differencer: Differencer
  private readonly lags: LagEvents

  constructor(given: Partial<SNARIMAXOptions>) {
    super(given)
    const { regressor, p, d, q, m, sp, sd, sq } = this.options
    this.regressor = regressor ? copyOf(this.who, regressor) : standard()
    this.differencer = new Differencer(d, m, sd)
    this.lags = new LagEvents(
      { name: 'y', step: 1, most: p },
      { name: 'sy', step: m, most: m * sp },
      { name: 'e', step: 1, most: q },
      { name: 'se', step: m, most: m * sq },
    )
  }

  protected override learnValue(y: number, x: Features | undefined): void {
    const { differencer, values, differences, errors } = this
    const { p, d, q, m, sp, sd, sq } = this.options
    if (values.length >= differencer.reach) {
      const told = this.told(x, differences, errors)
      const difference = differencer.difference(y, values)
      const error = difference - this.regressor.predictOne(told)
      this.regressor.learnOne(told, difference)
      keep(differences, difference, Math.max(p, m * sp))
      keep(errors, error, Math.max(q, m * sq))
    }
    keep(values, y, d + m * sd)
  }

  /** Each value is forecast from those before it, forecasts among them, as if without error. */
  protected override forecastValues(
    horizon: number,
    xs: readonly Features[] | undefined,
  ): number[] {
    const [values, differences, errors] = [
      [...this.values],
      [...this.differences],
      [...this.errors],
    ]
    const forecasts: number[] = []
    for (let h = 0; h < horizon; h++) {
      const difference: number = this.regressor.predictOne(this.told(xs?.[h], differences, errors))
      const forecast = this.differencer.restore(difference, values)
      differences.push(difference)
      values.push(forecast)
      errors.push(0)
      forecasts.push(forecast)
    }
    return forecasts
  }

  /** The features of a moment: what is known of it, and what came before it. */
  private told(
    x: Features | undefined,
    differences: readonly number[],
    errors: readonly number[],
  ): Features {
    return this.lags.write(x, differences, differences, errors, errors)
  }

  checkState(): void {
    const { p, d, q, m, sp, sd, sq } = this.options
    const limits = {
      values: d + m * sd,
      differences: Math.max(p, m * sp),
      errors: Math.max(q, m * sq),
    }
    for (const name of ['values', 'differences', 'errors'] as const) {
      const most = limits[name]
      const list: unknown = this[name]
      if (Array.isArray(list) && list.length <= most && list.every(isNumber)) continue
      throw new SnapshotError(`the ${name} of a SNARIMAX must be at most ${most} numbers`)
    }
    const kind = Object.getPrototypeOf(this.options.regressor ?? standard())
    if (Object.getPrototypeOf(Object(this.regressor)) !== kind) {
      throw new SnapshotError('a SNARIMAX must hold a regressor as in its options')
    }
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number'
}

/** Adds a value and lets go of the oldest one too many. */
function keep(values: number[], value: number, most: number): void {
  values.push(value)
  if (values.length > most) values.shift()
}

function standard(): SeriesRegressor {
  return new compose.Pipeline(
    new StandardScaler(),
    new LinearRegression(),
  ) as unknown as SeriesRegressor
}

function copyOf(who: string, regressor: SeriesRegressor): SeriesRegressor {
  const { kind = 'regressor', learnOne, predictOne, clone } = regressor
  const methods = [learnOne, predictOne, clone].every((method) => typeof method === 'function')
  if (methods && kind === 'regressor') return regressor.clone()
  const expected = 'must be a regressor, or a pipeline that ends with one (or null)'
  throw new InvalidOptionError(who, 'regressor', expected, regressor)
}
