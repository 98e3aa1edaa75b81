import { Univariate } from '../base/statistic.js'
import type { Rules } from '../options/rules.js'
import { checkValue, LARGEST_WINDOW } from './check-value.js'
import { RecentValues } from './recent-values.js'
import { updateEach } from './update-many.js'

export interface ShiftOptions {
  /** How many values lie between the one given back and the newest, that one included. */
  readonly amount: number
  /** What is given back until there are enough; null: undefined. */
  readonly fillValue: number | null
}

/**
 * The value that came `amount` steps before the newest.
 *
 * @example
 * const shift = new stats.Shift({ amount: 2 })
 * for (const x of [1, 5, 3]) shift.update(x)
 * shift.get() // => 1
 */
export class Shift extends Univariate<ShiftOptions> {
  static override readonly id: string = 'stats.Shift'
  static override readonly rules: Rules<ShiftOptions> = {
    amount: { kind: 'integer', default: 1, atLeast: 0, below: LARGEST_WINDOW },
    fillValue: { kind: 'number', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['recent']
  static readonly parts: readonly unknown[] = [RecentValues]

  private readonly recent: RecentValues = new RecentValues()

  update(x: number): void {
    checkValue(this, x)
    this.recent.push(x, this.options.amount + 1)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number | undefined {
    if (this.recent.isFull(this.options.amount + 1)) return this.recent.oldest()
    return this.options.fillValue ?? undefined
  }

  checkState(): void {
    this.recent.checkSize(this.options.amount + 1)
  }
}
