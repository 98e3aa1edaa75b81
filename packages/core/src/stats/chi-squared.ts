import { Statistic } from '../base/statistic.js'
import type { Label } from '../data/labels.js'
import { InvalidInputError, SnapshotError } from '../errors.js'
import { checkLabel, checkMerged, neverGiven } from './check-value.js'
import { chiSquaredTail } from './chi-squared-tail.js'
import { checkCounts } from './label-counts.js'
import { checkLists } from './update-many.js'

type Counts = Map<Label, number>

/**
 * How far two nominal variables are from being independent: Pearson's chi-squared of the table of
 * their values. It keeps a count for each pair that came, however many there are.
 *
 * @example
 * const chi2 = new stats.ChiSquared()
 * for (const x of ['A', 'A', 'B', 'B']) chi2.update(x, x === 'B')
 * chi2.get() // => 4
 */
export class ChiSquared extends Statistic {
  static override readonly id: string = 'stats.ChiSquared'
  static override readonly state: readonly string[] = ['counts', 'xTotals', 'yTotals', 'n']

  private counts: Map<Label, Counts> = new Map()
  private xTotals: Counts = new Map()
  private yTotals: Counts = new Map()
  n = 0

  update(x: Label, y: Label): void {
    checkLabel(this, x)
    checkLabel(this, y)
    this.add(x, y, 1)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(xs: ArrayLike<Label>, ys: ArrayLike<Label>): void {
    checkLists(this, xs, ys)
    for (let i = 0; i < xs.length; i++) {
      checkLabel(this, xs[i])
      checkLabel(this, ys[i])
    }
    for (let i = 0; i < xs.length; i++) this.add(xs[i], ys[i], 1)
  }

  /** Takes back an update. */
  revert(x: Label, y: Label): void {
    checkLabel(this, x)
    checkLabel(this, y)
    const row = this.counts.get(x)
    if (!row?.has(y)) throw neverGiven(this, x)
    count(row, y, -1)
    if (row.size === 0) this.counts.delete(x)
    count(this.xTotals, x, -1)
    count(this.yTotals, y, -1)
    this.n -= 1
  }

  /** Adds what another one has seen. */
  merge(other: ChiSquared): void {
    checkMerged(this, other)
    if (other === this) throw new InvalidInputError(this.who, 'what is merged must be another one')
    for (const [x, row] of other.counts) for (const [y, times] of row) this.add(x, y, times)
  }

  private add(x: Label, y: Label, times: number): void {
    let row = this.counts.get(x)
    if (!row) {
      row = new Map()
      this.counts.set(x, row)
    }
    count(row, y, times)
    count(this.xTotals, x, times)
    count(this.yTotals, y, times)
    this.n += times
  }

  /** How many cells of the table are free once its margins are known. */
  get degreesOfFreedom(): number {
    return Math.max(0, this.xTotals.size - 1) * Math.max(0, this.yTotals.size - 1)
  }

  /** How likely independent variables are to differ as much as these. */
  get pValue(): number {
    const df = this.degreesOfFreedom
    return df > 0 ? chiSquaredTail(this.get(), df) : 1
  }

  get(): number {
    let chi2 = 0
    for (const [x, row] of this.counts) {
      const xTotal = this.xTotals.get(x) ?? 0
      for (const [y, yTotal] of this.yTotals) {
        const expected = (xTotal * yTotal) / this.n
        chi2 += ((row.get(y) ?? 0) - expected) ** 2 / expected
      }
    }
    return chi2
  }

  checkState(): void {
    const { counts, xTotals, yTotals, n } = this
    const sums: Counts = new Map()
    let fits = checkCounts(xTotals) === n && checkCounts(yTotals) === n
    for (const [x, row] of counts) {
      fits = fits && checkCounts(row) === xTotals.get(x)
      for (const [y, times] of row) sums.set(y, (sums.get(y) ?? 0) + times)
    }
    for (const [y, total] of yTotals) fits = fits && sums.get(y) === total
    if (!fits || counts.size !== xTotals.size) {
      throw new SnapshotError('the counts of ChiSquared must add up', n)
    }
  }
}

function count(counts: Counts, label: Label, times: number): void {
  const now = (counts.get(label) ?? 0) + times
  if (now > 0) counts.set(label, now)
  else counts.delete(label)
}
