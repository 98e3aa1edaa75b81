import { Univariate } from '../base/statistic.js'
import { InvalidOptionError, SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkValue } from './check-value.js'
import { Quantile } from './quantile.js'
import { updateEach } from './update-many.js'

export interface IQROptions {
  /** The lower of the two quantiles. */
  readonly qInf: number
  /** The upper one. */
  readonly qSup: number
}

/**
 * How far the upper quartile lies above the lower one (or any two quantiles), both estimated in
 * constant memory.
 *
 * @example
 * const iqr = new stats.IQR()
 * for (let x = 0; x <= 100; x++) iqr.update(x)
 * iqr.get() // => 50
 */
export class IQR extends Univariate<IQROptions> {
  static override readonly id: string = 'stats.IQR'
  static override readonly rules: Rules<IQROptions> = {
    qInf: { kind: 'number', default: 0.25, above: 0, below: 1 },
    qSup: { kind: 'number', default: 0.75, above: 0, below: 1 },
  }
  static override readonly state: readonly string[] = ['inf', 'sup']
  static readonly parts: readonly unknown[] = [Quantile]

  private readonly inf: Quantile = new Quantile({ q: this.options.qInf })
  private readonly sup: Quantile = new Quantile({ q: this.options.qSup })

  constructor(given: Readonly<Partial<IQROptions>> = {}) {
    super(given)
    const { qInf, qSup } = this.options
    if (qInf < qSup) return
    throw new InvalidOptionError(this.who, 'qInf', `must be below qSup (${qSup})`, qInf)
  }

  update(x: number): void {
    checkValue(this, x)
    this.inf.update(x)
    this.sup.update(x)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number | undefined {
    const inf = this.inf.get()
    const sup = this.sup.get()
    return inf === undefined || sup === undefined ? undefined : sup - inf
  }

  checkState(): void {
    if (this.inf.q !== this.options.qInf || this.sup.q !== this.options.qSup) {
      throw new SnapshotError('the quantiles of IQR must be those of its options')
    }
  }
}
