import { Configured, type Label, Labels, type Rules } from '@coelho/core'
import { ClassHistograms } from '../leaf/class-histograms.js'
import { admitValue } from './admit-value.js'
import type { ColumnSplitter } from './column-splitter.js'

export interface HistogramSplitterOptions {
  /** The most bins the histogram of a class may have. */
  readonly nBins: number
  /** How many thresholds are tried at most. */
  readonly nSplits: number
}

/**
 * Keeps a histogram of a numeric feature for each class, and tries evenly spaced thresholds. For
 * classification trees. Weights are cut to whole numbers.
 *
 * @example
 * const splitter = new tree.splitter.HistogramSplitter({ nBins: 32 })
 * String(new tree.HoeffdingTreeClassifier({ splitter }))
 * // => 'HoeffdingTreeClassifier({ splitter: HistogramSplitter({ nBins: 32 }) })'
 */
export class HistogramSplitter
  extends Configured<HistogramSplitterOptions>
  implements ColumnSplitter
{
  static override readonly id: string = 'tree.splitter.HistogramSplitter'
  static override readonly rules: Rules<HistogramSplitterOptions> = {
    nBins: { kind: 'integer', default: 256, atLeast: 1, atMost: 65_536 },
    nSplits: { kind: 'integer', default: 32, atLeast: 1, atMost: 10_000 },
  }
  static override readonly state: readonly string[] = ['labels', 'column']
  static readonly parts: readonly unknown[] = [ClassHistograms]

  readonly ordersByPlace = true
  private readonly labels: Labels = new Labels()
  private readonly column: ClassHistograms = this.newColumn()

  /** Takes in a value of the feature, of an event with this label. */
  update(x: number, y: Label, w = 1): void {
    if (admitValue(this.who, x, y, w, this.labels)) this.column.update(x, this.labels.add(y), w)
  }

  /** The share of the label's values that fall into a bin. River: into the one behind the value. */
  condProba(x: number, y: Label): number {
    return this.column.probability(x, this.labels.find(y))
  }

  get columnClass(): new () => ClassHistograms {
    return ClassHistograms
  }

  newColumn(): ClassHistograms {
    const column = new ClassHistograms()
    column.nBins = this.options.nBins
    column.nSplits = this.options.nSplits
    return column
  }

  owns({ nBins, nSplits }: ClassHistograms): boolean {
    return nBins === this.options.nBins && nSplits === this.options.nSplits
  }
}
