import { describeBuild } from '../options/describe.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { shortName } from './class-name.js'

/** What may come with a value. */
export interface StatisticUpdate {
  /** How much the value counts; 1 unless given. */
  readonly w?: number
}

/** What generic code reads from a class of statistics. */
export interface StatisticClass {
  readonly id: string
  readonly rules: Rules<object>
  readonly state: readonly string[]
}

/**
 * A number kept up to date while values come. Its state is declared by name, so that saving
 * and cloning are written once.
 */
export abstract class Statistic<Options extends object = object> {
  static readonly id: string = 'Statistic'
  static readonly rules: Rules<object> = {}
  static readonly state: readonly string[] = []

  readonly options: Readonly<Options>

  constructor(given: Readonly<Partial<Options>> = {} as Readonly<Partial<Options>>) {
    const cls = new.target as unknown as StatisticClass
    this.options = resolveOptions(shortName(cls), given, cls.rules as Rules<Options>)
  }

  /** Its name in messages: `Quantile`. */
  get who(): string {
    return shortName(this.constructor as unknown as StatisticClass)
  }

  /** A new statistic with the same options that has seen nothing. */
  clone(): this {
    const cls = this.constructor as new (options: object) => this
    return new cls(this.options)
  }

  /** Reads like the code that builds it. */
  toString(): string {
    const cls = this.constructor as unknown as StatisticClass
    return describeBuild(this.who, this.options, cls.rules as Rules<Options>)
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
