import { growFloats, type Row } from '@coelho/core'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import type { ColumnSummary } from '../leaf/numeric-table.js'
import type { MeritBounds } from './merit-bounds.js'

/** Of a class with fewer events each new one may turn all of them round. */
const FEW = 10

/*
 * By how much mean and deviation change with an event at z, in events that change sides.
 *
 * Two normal distribution functions differ nowhere by more than |dm| / s times the density at its
 * mean (0.39895), plus |ds| / s times the greatest z density(z) (0.24198). Times n, the mean
 * changes by less than |z| of s; the variance, of itself, by less than 1.112 (z² - 1) if it grows
 * and by less than 1.112 if it shrinks, with n of 10 at least. All by the weight of the event.
 */
const BY_MEAN = 0.39895
const BY_DEVIATION = 0.1346

/** The events that change sides, at any threshold, by an event at z, whose square is given. */
export function mostMoved(square: number): number {
  return BY_MEAN * Math.sqrt(square) + BY_DEVIATION * (square > 2 ? square - 1 : 1)
}

/** The slope and the start of a line above x log2(e / x): it touches at x = 1 / 256. */
const SLOPE = 8
const START = 0.00564

/**
 * What splits by the features of a branch were worth when they were last looked at, and how much
 * has changed since: as long as that is too little to make one the best, none need be searched.
 *
 * The entropy that a split leaves, times the weight, never falls when events are added. Where
 * events of a weight x change sides it falls by at most x log2(C e (n + x) / x), for C classes.
 * It follows from the leaf, and is no state.
 */
export class Rivals {
  readonly leaf: ClassLeaf
  /** The weight that came since the first look. */
  private added = 0
  /** By feature: the entropy times the weight, and that weight less `added`. */
  private entropies: Float64Array = new Float64Array(0)
  private weights: Float64Array = new Float64Array(0)
  /** The weight that has changed sides since; Infinity: the thresholds are others. */
  private moved: Float64Array = new Float64Array(0)
  /** The range of its values, and of the thresholds in it the best. */
  private least: Float64Array = new Float64Array(0)
  private greatest: Float64Array = new Float64Array(0)
  private tests: Float64Array = new Float64Array(0)

  constructor(leaf: ClassLeaf) {
    this.leaf = leaf
  }

  /** Takes down what was found about a feature just now. */
  note(feature: number, { entropyLow, weight, best }: MeritBounds, column: ColumnSummary): void {
    if (feature >= this.moved.length) this.makeRoom(feature + 1)
    let least = Infinity
    let greatest = -Infinity
    for (let k = 0; k < this.leaf.metCount; k++) {
      if (column.least[k] < least) least = column.least[k]
      if (column.greatest[k] > greatest) greatest = column.greatest[k]
    }
    this.entropies[feature] = entropyLow * weight
    this.weights[feature] = weight - this.added
    this.moved[feature] = 0
    this.least[feature] = least
    this.greatest[feature] = greatest
    this.tests[feature] = best
  }

  private makeRoom(features: number): void {
    this.moved = growFloats(this.moved, features, Infinity)
    const { length } = this.moved
    this.entropies = growFloats(this.entropies, length)
    this.weights = growFloats(this.weights, length)
    this.least = growFloats(this.least, length)
    this.greatest = growFloats(this.greatest, length)
    this.tests = growFloats(this.tests, length)
  }

  /** True if the feature has the thresholds it had. */
  private isNoted(feature: number): boolean {
    return feature < this.moved.length && this.moved[feature] < Infinity
  }

  /** The threshold that was the best, if it still is one; else NaN. */
  test(feature: number): number {
    return this.isNoted(feature) ? this.tests[feature] : Number.NaN
  }

  /** True if any split by the feature surely leaves that much entropy. */
  leaves(feature: number, entropy: number): boolean {
    if (!this.isNoted(feature)) return false
    const moved = this.moved[feature]
    const weight = this.weights[feature] + this.added
    const slope = SLOPE + Math.log2(this.leaf.metCount)
    const lost = moved === 0 ? 0 : moved * slope + (weight + moved) * START
    return this.entropies[feature] - lost >= entropy * weight
  }

  /** Comes before the leaf learns an event: how many events change sides by it. */
  foresee(row: Row, label: number, weight: number): void {
    this.added += weight
    const { numeric, classes } = this.leaf
    const { moved, least, greatest } = this
    const { data, features, count, width, rows } = numeric
    const place = classes.find(label)
    const known = place >= 0 && place < rows
    const means = known ? place * width : 0
    const section = rows * width
    for (let j = 0; j < count; j++) {
      const feature = features[j]
      const x = row.values[feature]
      if (x !== x || !(feature < moved.length)) continue
      if (x < least[feature] || x > greatest[feature]) moved[feature] = Infinity
      if (!known) continue
      const at = means + j
      const narrow = data[at + section]
      const n = data[at + 2 * section]
      const outside = x < data[at + 4 * section] || x > data[at + 5 * section]
      if (n < FEW || outside || !(narrow > 0)) moved[feature] += n
      else {
        moved[feature] += weight * mostMoved(2 * narrow * (x - data[at]) * (x - data[at]))
      }
    }
  }
}
