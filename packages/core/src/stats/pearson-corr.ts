import { Bivariate } from '../base/statistic.js'
import { SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkMerged, checkValue, neverGiven } from './check-value.js'
import { Cov } from './cov.js'
import { updateEachPair } from './update-many.js'
import { Var } from './var.js'

export interface PearsonCorrOptions {
  /** Variances and covariance are divided by the number of values less this. */
  readonly ddof: number
}

/**
 * The correlation of two variables, from -1 to 1; 0 while one of them has no variance.
 *
 * @example
 * const corr = new stats.PearsonCorr()
 * for (const x of [1, 2, 3]) corr.update(x, 8 - 4 * x)
 * corr.get() // => -1
 */
export class PearsonCorr extends Bivariate<PearsonCorrOptions> {
  static override readonly id: string = 'stats.PearsonCorr'
  static override readonly rules: Rules<PearsonCorrOptions> = {
    ddof: { kind: 'integer', default: 1, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['varX', 'varY', 'covXy']
  static readonly parts: readonly unknown[] = [Var, Cov]

  /** Variances and covariance of the same values; only to be read. */
  readonly varX: Var = new Var(this.options)
  readonly varY: Var = new Var(this.options)
  readonly covXy: Cov = new Cov(this.options)

  /** How many pairs came. */
  get n(): number {
    return this.covXy.n
  }

  update(x: number, y: number): void {
    checkValue(this, x)
    checkValue(this, y)
    this.varX.update(x)
    this.varY.update(y)
    this.covXy.update(x, y)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(xs: ArrayLike<number>, ys: ArrayLike<number>): void {
    updateEachPair(this, xs, ys)
  }

  /** Takes back an update. */
  revert(x: number, y: number): void {
    checkValue(this, x)
    checkValue(this, y)
    if (this.n === 0) throw neverGiven(this, x)
    this.varX.revert(x)
    this.varY.revert(y)
    this.covXy.revert(x, y)
  }

  /** Adds what another one has seen. */
  merge(other: PearsonCorr): void {
    checkMerged(this, other)
    this.varX.merge(other.varX)
    this.varY.merge(other.varY)
    this.covXy.merge(other.covXy)
  }

  get(): number {
    const varX = this.varX.get()
    const varY = this.varY.get()
    if (!(varX > 0 && varY > 0)) return 0
    return this.covXy.get() / (Math.sqrt(varX) * Math.sqrt(varY)) // their product may be too small
  }

  checkState(): void {
    const { varX, varY, covXy } = this
    const { ddof } = this.options
    const alike = [varX, varY, covXy].every((one) => one.n === this.n && one.options.ddof === ddof)
    if (!alike) throw new SnapshotError('the parts of a correlation must be of the same values')
  }
}
