import { Univariate } from '../base/statistic.js'
import { InvalidOptionError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkValue } from './check-value.js'
import { updateEach } from './update-many.js'

export interface LinkOptions {
  /** Takes the values. */
  readonly left: Univariate
  /** Takes what the left one gives, once it gives something. */
  readonly right: Univariate
}

/**
 * A statistic of a statistic: what the left one gives is a value for the right one.
 *
 * @example
 * const before = new stats.Link({ left: new stats.Shift({ amount: 1 }), right: new stats.Mean() })
 * for (const x of [1, 3, 100]) before.update(x)
 * before.get() // => 2
 */
export class Link extends Univariate<LinkOptions> {
  static override readonly id: string = 'stats.Link'
  static override readonly rules: Rules<LinkOptions> = {
    left: { kind: 'object' },
    right: { kind: 'object' },
  }

  constructor(given: Readonly<Partial<LinkOptions>> = {}) {
    super(given)
    checkStatistic(this.who, 'left', this.left)
    checkStatistic(this.who, 'right', this.right)
  }

  get left(): Univariate {
    return this.options.left
  }

  get right(): Univariate {
    return this.options.right
  }

  update(x: number): void {
    checkValue(this, x)
    this.left.update(x)
    const y = this.left.get()
    if (y !== undefined) this.right.update(y)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number | undefined {
    return this.right.get()
  }

  /** A new link of two statistics that have seen nothing. */
  override clone(): this {
    const cls = this.constructor as new (options: LinkOptions) => this
    return new cls({ left: this.left.clone(), right: this.right.clone() })
  }
}

function checkStatistic(who: string, option: string, value: unknown): void {
  if (value instanceof Univariate) return
  throw new InvalidOptionError(who, option, 'must be a statistic of one variable', value)
}
