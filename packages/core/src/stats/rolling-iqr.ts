import { Univariate } from '../base/statistic.js'
import { InvalidOptionError } from '../errors.js'
import { RankedRing } from '../memory/ranked-ring.js'
import type { Rules } from '../options/rules.js'
import { checkValue, LARGEST_WINDOW } from './check-value.js'
import { updateEach } from './update-many.js'

export interface RollingIQROptions {
  /** Of how many values, the last ones. */
  readonly windowSize: number
  /** The lower of the two quantiles. */
  readonly qInf: number
  /** The upper one. */
  readonly qSup: number
}

/**
 * How far the upper quartile of the last values lies above the lower one (or any two quantiles).
 *
 * @example
 * const iqr = new stats.RollingIQR({ windowSize: 101 })
 * for (let x = 0; x <= 500; x++) iqr.update(x)
 * iqr.get() // => 50
 */
export class RollingIQR extends Univariate<RollingIQROptions> {
  static override readonly id: string = 'stats.RollingIQR'
  static override readonly rules: Rules<RollingIQROptions> = {
    windowSize: { kind: 'integer', atLeast: 1, atMost: LARGEST_WINDOW },
    qInf: { kind: 'number', default: 0.25, atLeast: 0, atMost: 1 },
    qSup: { kind: 'number', default: 0.75, atLeast: 0, atMost: 1 },
  }
  static override readonly state: readonly string[] = ['window']
  static readonly parts: readonly unknown[] = [RankedRing]

  private readonly window: RankedRing = new RankedRing(2)

  constructor(given: Readonly<Partial<RollingIQROptions>> = {}) {
    super(given)
    const { qInf, qSup } = this.options
    if (qInf < qSup) return
    throw new InvalidOptionError(this.who, 'qInf', `must be below qSup (${qSup})`, qInf)
  }

  get windowSize(): number {
    return this.options.windowSize
  }

  update(x: number): void {
    checkValue(this, x)
    this.window.push(x, this.options.windowSize)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number | undefined {
    const { window } = this
    const { qInf, qSup } = this.options
    return window.count > 0 ? window.quantile(qSup, 1) - window.quantile(qInf) : undefined
  }

  checkState(): void {
    this.window.checkSize(this.options.windowSize)
  }
}
