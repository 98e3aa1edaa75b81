import { growFloats } from '@coelho/core'
import { roughTerm, TERM_ERROR } from '../criterion/rough-entropy.js'
import type { ColumnSummary } from '../leaf/numeric-table.js'
import { roughNormalCdf } from '../splitter/rough-normal-cdf.js'

/**
 * What the errors of `roughNormalCdf` do to an entropy at most, in bits. A share of events that
 * goes to the other side, x, adds no more than x log2(e C (1 + x) / x) for C classes.
 */
const CDF_EFFECT = 1e-4
/** A branch surely has more than a fraction of the weight if it has by this more. */
const CLEARLY = 1e-5

/**
 * Between which bounds the information gain of a feature's best split lies, from tables instead
 * of logarithms and distribution functions: most tries to split fail, and need no more.
 */
export class MeritBounds {
  /** What the last feature's best split leaves of the entropy, at least. */
  entropyLow = 0
  /** The same at most; Infinity unless a split surely gives two branches enough. */
  entropyHigh: number = Infinity
  /** The weight of the events that have a value. */
  weight = 0
  /** Of the thresholds that surely give two branches enough, the one that leaves least. */
  best: number = Number.NaN

  private readonly minBranchFraction: number
  /** By threshold: the entropy, and the share of the events up to it. */
  private entropies: Float64Array = new Float64Array(16)
  private lefts: Float64Array = new Float64Array(16)

  constructor(minBranchFraction: number) {
    this.minBranchFraction = minBranchFraction
  }

  /** There is no split by the feature. */
  clear(): void {
    this.entropyLow = this.entropyHigh = Infinity
    this.weight = 0
    this.best = Number.NaN
  }

  /** For the thresholds of a numeric feature. */
  ofThresholds(
    column: ColumnSummary,
    classes: number,
    thresholds: Float64Array,
    count: number,
  ): void {
    const { seen, least, greatest } = column
    this.entropies = growFloats(this.entropies, count)
    this.lefts = growFloats(this.lefts, count)
    const { entropies, lefts } = this
    let total = 0
    for (let c = 0; c < classes; c++) total += seen[c]
    this.weight = total
    for (let k = 0; k < count; k++) entropies[k] = lefts[k] = 0
    for (let c = 0; c < classes; c++) {
      const share = seen[c] / total
      const whole = roughTerm(share)
      let k = 0
      for (; k < count && thresholds[k] < least[c]; k++) entropies[k] += whole
      if (column.deviation[c] > 0) k = this.pass(column, c, share, thresholds, k, count)
      else for (; k < count && thresholds[k] < greatest[c]; k++) entropies[k] += whole
      for (; k < count; k++) {
        entropies[k] += whole
        lefts[k] += share
      }
    }
    this.conclude(classes, thresholds, count)
  }

  /** The thresholds inside the range of a class; returns the first behind it. */
  private pass(
    { mean, deviation, greatest }: ColumnSummary,
    c: number,
    share: number,
    thresholds: Float64Array,
    from: number,
    count: number,
  ): number {
    const { entropies, lefts } = this
    const scale = 1 / deviation[c]
    const middle = mean[c]
    const end = greatest[c]
    let k = from
    for (; k < count && thresholds[k] < end; k++) {
      const left = share * roughNormalCdf((thresholds[k] - middle) * scale)
      entropies[k] += roughTerm(left) + roughTerm(share - left)
      lefts[k] += left
    }
    return k
  }

  private conclude(classes: number, thresholds: Float64Array, count: number): void {
    const { entropies, lefts } = this
    const enough = this.minBranchFraction + CLEARLY
    let any = Infinity
    let valid = Infinity
    let best = Number.NaN
    for (let k = 0; k < count; k++) {
      const left = lefts[k]
      const right = 1 - left
      const entropy = entropies[k] - roughTerm(left) - roughTerm(right)
      if (entropy < any) any = entropy
      if (left > enough && right > enough && entropy < valid) {
        valid = entropy
        best = thresholds[k]
      }
    }
    this.best = best
    this.entropyLow = any - 2 * TERM_ERROR - CDF_EFFECT
    this.entropyHigh = valid + 2 * classes * TERM_ERROR + CDF_EFFECT
  }

  /**
   * For a nominal feature: a line of `counts` for each category, with an entry per class. The
   * split in many leaves no more entropy than any in two.
   */
  ofCategories(counts: Float64Array, start: number, lines: number, classes: number): void {
    const end = start + lines * classes
    let total = 0
    for (let at = start; at < end; at++) total += counts[at]
    this.weight = total
    const scale = 1 / total
    const enough = this.minBranchFraction + CLEARLY
    let branches = 0
    let cells = 0
    let large = 0
    let entropy = 0
    for (let at = start; at < end; ) {
      let sum = 0
      for (const behind = at + classes; at < behind; at++) {
        const q = counts[at] * scale
        if (!(q > 0)) continue
        cells++
        sum += q
        entropy += roughTerm(q)
      }
      if (!(sum > 0)) continue
      branches++
      entropy -= roughTerm(sum)
      if (sum > enough) large++
    }
    this.entropyLow = entropy - branches * TERM_ERROR
    this.entropyHigh = large > 1 ? entropy + cells * TERM_ERROR : Infinity
  }
}
