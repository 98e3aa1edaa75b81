import { Configured, InvalidOptionError, math, type Rules } from '@coelho/core'
import type { ColumnSummary } from '../leaf/numeric-table.js'

export interface GaussianSplitterOptions {
  /** How many thresholds are tried, evenly between the least and the greatest value. */
  readonly nSplits: number
}

/**
 * Finds thresholds for numeric features: the values of each class count as normally
 * distributed, and evenly spaced thresholds are tried.
 *
 * @example
 * const model = new tree.HoeffdingTreeClassifier({
 *   splitter: new tree.splitter.GaussianSplitter({ nSplits: 20 }),
 * })
 * model.options.splitter.options.nSplits // => 20
 */
export class GaussianSplitter extends Configured<GaussianSplitterOptions> {
  static override readonly id = 'tree.splitter.GaussianSplitter'
  static override readonly rules: Rules<GaussianSplitterOptions> = {
    nSplits: { kind: 'integer', default: 10, atLeast: 1, atMost: 10_000 },
  }
  static override readonly state: readonly string[] = []

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
}

/** Throws unless it is a splitter for classes. */
export function checkClassSplitter(who: string, splitter: unknown): GaussianSplitter {
  if (splitter === null) return new GaussianSplitter()
  if (splitter instanceof GaussianSplitter) return splitter
  throw new InvalidOptionError(who, 'splitter', 'must be a GaussianSplitter (or null)', splitter)
}
