import { Configured, type ConfiguredClass } from './configured.js'

/** What may come with a value. */
export interface StatisticUpdate {
  /** How much the value counts; 1 unless given. */
  readonly w?: number
}

/** River's names of statistics, where they are not those of the classes in small letters. */
const NAMES: Readonly<Record<string, string>> = {
  'stats.AutoCorr': 'autocorr_{lag}',
  'stats.BayesianMean': 'bayes_mean',
  'stats.ChiSquared': 'chi_squared',
  'stats.EWCov': 'ewcov_{fadingFactor}',
  'stats.EWMean': 'ewm_{fadingFactor}',
  'stats.EWVar': 'ewv_{fadingFactor}',
  'stats.IQR': 'IQR_{qInf}_{qSup}',
  'stats.Link': '{right}_of_{left}',
  'stats.PeakToPeak': 'ptp',
  'stats.Shift': 'shift_{amount}',
}

function nameOf(option: unknown): string {
  return option instanceof Statistic ? option.name : String(option)
}

/** A number kept up to date while values come. */
export abstract class Statistic<Options extends object = object> extends Configured<Options> {
  static override readonly id: string = 'Statistic'

  /** What features that are made with it are named for: `quantile`, `shift_2`. */
  get name(): string {
    const pattern = NAMES[(this.constructor as unknown as ConfiguredClass).id]
    const options = this.options as Readonly<Record<string, unknown>>
    if (pattern)
      return pattern.replace(/\{(\w+)\}/g, (_, option: string) => nameOf(options[option]))
    const { windowSize } = options
    const name = this.who.toLowerCase()
    return windowSize === undefined ? name : `${name}_${windowSize}`
  }
}

/** A statistic of one variable. Those that can be reverted or merged have those methods too. */
export abstract class Univariate<Options extends object = object> extends Statistic<Options> {
  abstract update(x: number, options?: StatisticUpdate): void
  /** The value so far; undefined while there is none. */
  abstract get(): number | undefined
}

/** A statistic of two variables. */
export abstract class Bivariate<Options extends object = object> extends Statistic<Options> {
  abstract update(x: number, y: number, options?: StatisticUpdate): void
  /** The value so far; undefined while there is none. */
  abstract get(): number | undefined
}
