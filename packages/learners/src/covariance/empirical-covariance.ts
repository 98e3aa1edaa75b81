import {
  checkWeight,
  type Features,
  InvalidInputError,
  type Rules,
  SnapshotError,
  type StatisticUpdate,
  snapshot,
  stats,
} from '@coelho/core'
import { SymmetricMatrix } from './symmetric-matrix.js'

export interface EmpiricalCovarianceOptions {
  /** Sums of products are divided by the weight less this. */
  readonly ddof: number
}

/**
 * The covariance of each two features, and the variance of each. Two features count wherever
 * they come together: what is missing is left out.
 *
 * @example
 * const cov = new covariance.EmpiricalCovariance()
 * for (const x of [1, 2, 3]) cov.update({ x, y: 2 * x })
 * cov.get('x', 'y')?.get() // => 2
 * cov.get('y', 'y')?.get() // => 4
 */
export class EmpiricalCovariance extends SymmetricMatrix<
  EmpiricalCovarianceOptions,
  stats.Cov | stats.Var
> {
  static override readonly id = 'covariance.EmpiricalCovariance'
  static override readonly rules: Rules<EmpiricalCovarianceOptions> = {
    ddof: { kind: 'integer', default: 1, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['variances', 'covariances']
  static readonly parts: readonly unknown[] = [stats.Var, stats.Cov]

  private variances: stats.Var[] = []
  /** Of places i < j at j (j - 1) / 2 + i; null if they never came together. */
  private covariances: (stats.Cov | null)[] = []

  /** `w` is how much the event counts. */
  override update(x: Features, options?: StatisticUpdate): void {
    checkWeight(this.who, options?.w ?? 1)
    this.read(x)
    this.names.commit()
    const { places, values, count, variances, covariances } = this
    const { ddof } = this.options
    while (variances.length < this.names.size) {
      for (let i = 0; i < variances.length; i++) covariances.push(null)
      variances.push(new stats.Var({ ddof }))
    }
    for (let k = 0; k < count; k++) {
      variances[places[k]].update(values[k], options)
      for (let l = 0; l < k; l++) {
        const at = placeOf(places[k], places[l])
        const cov = covariances[at] ?? new stats.Cov({ ddof })
        covariances[at] = cov
        if (places[l] < places[k]) cov.update(values[l], values[k], options)
        else cov.update(values[k], values[l], options)
      }
    }
  }

  /** Takes back an event. */
  revert(x: Features, options?: StatisticUpdate): void {
    const w = checkWeight(this.who, options?.w ?? 1)
    this.read(x)
    const isNew = this.names.provisional
    this.names.rollback()
    if (isNew || !this.holds(w)) {
      throw new InvalidInputError(this.who, 'can only take back what it was given', x)
    }
    const { places, values, count, variances, covariances } = this
    for (let k = 0; k < count; k++) {
      variances[places[k]].revert(values[k], options)
      for (let l = 0; l < k; l++) {
        const cov = covariances[placeOf(places[k], places[l])] as stats.Cov
        if (places[l] < places[k]) cov.revert(values[l], values[k], options)
        else cov.revert(values[k], values[l], options)
      }
    }
  }

  /** True if each two features of the event at hand have so much weight. */
  private holds(w: number): boolean {
    const { places, count, variances, covariances } = this
    for (let k = 0; k < count; k++) {
      if (variances[places[k]].n < w) return false
      for (let l = 0; l < k; l++) {
        const cov = covariances[placeOf(places[k], places[l])]
        if (!cov || cov.n < w) return false
      }
    }
    return true
  }

  /** A copy: what is done with it changes nothing here. */
  protected override entry(i: number, j: number): stats.Cov | stats.Var | undefined {
    const held = i === j ? this.variances[i] : this.covariances[placeOf(i, j)]
    return held ? snapshot.copy(held) : undefined
  }

  checkState(): void {
    const { variances, covariances, options } = this
    const { size } = this.names
    const pairs = (size * (size - 1)) / 2
    const isOwn = (held: stats.Cov | stats.Var) => held.options.ddof === options.ddof
    const valid =
      Array.isArray(variances) &&
      Array.isArray(covariances) &&
      variances.length === size &&
      covariances.length === pairs &&
      variances.every((held) => held instanceof stats.Var && isOwn(held)) &&
      covariances.every((held) => held === null || (held instanceof stats.Cov && isOwn(held))) &&
      new Set(variances).size === size
    const held = covariances.filter((cov) => cov !== null)
    if (valid && new Set(held).size === held.length) return
    throw new SnapshotError('EmpiricalCovariance must have a statistic for each two features', size)
  }
}

function placeOf(i: number, j: number): number {
  return i < j ? (j * (j - 1)) / 2 + i : (i * (i - 1)) / 2 + j
}
