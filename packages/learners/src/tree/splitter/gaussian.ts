import {
  Configured,
  InvalidOptionError,
  type Label,
  Labels,
  math,
  proba,
  type Rules,
} from '@coelho/core'
import type { ColumnSummary } from '../leaf/numeric-table.js'
import { admitValue } from './admit-value.js'
import { type ColumnSplitter, isColumnSplitter } from './column-splitter.js'
import { riverNormalCdf } from './river-normal-cdf.js'

export interface GaussianSplitterOptions {
  /** How many thresholds are tried, evenly between the least and the greatest value. */
  readonly nSplits: number
}

/**
 * Finds thresholds for numeric features: the values of each class count as normally
 * distributed, and evenly spaced thresholds are tried.
 *
 * @example
 * const splitter = new tree.splitter.GaussianSplitter({ nSplits: 20 })
 * String(new tree.HoeffdingTreeClassifier({ splitter }))
 * // => 'HoeffdingTreeClassifier({ splitter: GaussianSplitter({ nSplits: 20 }) })'
 */
export class GaussianSplitter extends Configured<GaussianSplitterOptions> {
  static override readonly id = 'tree.splitter.GaussianSplitter'
  static override readonly rules: Rules<GaussianSplitterOptions> = {
    nSplits: { kind: 'integer', default: 10, atLeast: 1, atMost: 10_000 },
  }
  static override readonly state: readonly string[] = ['labels', 'densities']
  static readonly parts: readonly unknown[] = [proba.Gaussian]

  private readonly labels: Labels = new Labels()
  /** By label code; only of what it was told itself: the leaves of a tree keep their own. */
  private readonly densities: proba.Gaussian[] = []

  /** Takes in a value of the feature, of an event with this label. */
  update(x: number, y: Label, w = 1): void {
    if (!admitValue(this.who, x, y, w, this.labels)) return
    const code = this.labels.add(y)
    if (code === this.densities.length) this.densities.push(new proba.Gaussian({ seed: 0 }))
    this.densities[code].update(x, { w })
  }

  /** The density of a value among those of a label; 0 while it has too few. */
  condProba(x: number, y: Label): number {
    return this.densities[this.labels.find(y)]?.call(x) ?? 0
  }

  /** The thresholds to try for a feature: evenly spaced, strictly inside its range. */
  thresholds(column: ColumnSummary, classes: number, into: Float64Array): number {
    let least = Infinity
    let greatest = -Infinity
    for (let place = 0; place < classes; place++) {
      if (column.least[place] < least) least = column.least[place]
      if (column.greatest[place] > greatest) greatest = column.greatest[place]
    }
    if (!(least < greatest)) return 0
    const { nSplits } = this.options
    const step = (greatest - least) / (nSplits + 1)
    let count = 0
    for (let k = 1; k <= nSplits; k++) {
      const threshold = least + step * k
      if (threshold > least && threshold < greatest) into[count++] = threshold
    }
    return count
  }

  /** The weight of each class on either side: first all classes of the left, then the right. */
  divide(column: ColumnSummary, classes: number, threshold: number, weights: Float64Array): void {
    const { seen, mean, deviation, least, greatest } = column
    for (let place = 0; place < classes; place++) {
      const all = seen[place]
      let left: number
      if (threshold < least[place]) left = 0
      else if (threshold >= greatest[place]) left = all
      else if (deviation[place] === 0) left = 0
      else left = math.normalCdf((threshold - mean[place]) / deviation[place]) * all
      weights[place] = left
      weights[classes + place] = all - left
    }
  }

  /** The same with River's very rounding errors; -1: the class is not on that side at all. */
  divideExactly(
    { seen, mean, deviation, least, greatest }: ColumnSummary,
    classes: number,
    threshold: number,
    weights: Float64Array,
  ): void {
    for (let place = 0; place < classes; place++) {
      const all = seen[place]
      const isBelow = threshold < least[place]
      const isAbove = threshold >= greatest[place]
      const z = (threshold - mean[place]) / deviation[place]
      const left = deviation[place] === 0 ? 0 : riverNormalCdf(z) * all
      weights[place] = isBelow ? -1 : isAbove ? all : left
      weights[classes + place] = isAbove ? -1 : isBelow ? all : all - left
      if (all === 0) weights[place] = weights[classes + place] = -1
    }
  }
}

/** How thresholds of numeric features are found in classification trees. */
export type ClassSplitter = GaussianSplitter | ColumnSplitter

/** Throws unless it is a splitter for classes. */
export function checkClassSplitter(who: string, splitter: unknown): ClassSplitter {
  if (splitter === null) return new GaussianSplitter()
  if (splitter instanceof GaussianSplitter) return splitter
  if (typeof splitter === 'object' && splitter && isColumnSplitter(splitter)) return splitter
  const expected = 'must be a GaussianSplitter, ExhaustiveSplitter or HistogramSplitter (or null)'
  throw new InvalidOptionError(who, 'splitter', expected, splitter)
}
