import { InvalidOptionError } from '@coelho/core'

/** Where an interval begins and ends. */
export interface IntervalBounds {
  readonly lower: number
  readonly upper: number
}

/**
 * A range in which a value is expected to lie, its bounds among it.
 *
 * @example
 * const interval = new conf.Interval({ lower: -1, upper: 3 })
 * interval.center // => 1
 * interval.contains(3) // => true
 */
export class Interval implements IntervalBounds {
  readonly lower: number
  readonly upper: number

  constructor(given: IntervalBounds) {
    for (const name of ['lower', 'upper'] as const) {
      const bound: unknown = given?.[name]
      if (typeof bound === 'number') continue
      throw new InvalidOptionError('Interval', name, 'must be a number', bound)
    }
    this.lower = given.lower
    this.upper = given.upper
  }

  get center(): number {
    return (this.lower + this.upper) / 2
  }

  get width(): number {
    return this.upper - this.lower
  }

  /** True if a value lies between the bounds or on one of them. */
  contains(x: number): boolean {
    return this.lower <= x && x <= this.upper
  }

  toString(): string {
    return `Interval({ lower: ${this.lower}, upper: ${this.upper} })`
  }
}
