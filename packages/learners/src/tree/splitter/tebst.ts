import { math, type Rules } from '@coelho/core'
import type { SearchTree } from '../leaf/search-tree.js'
import { EBSTSplitter } from './ebst.js'

export interface TEBSTSplitterOptions {
  /** To how many decimal places values are rounded; negative: to tens, hundreds… */
  readonly digits: number
}

/**
 * Tries every value of a numeric feature as a threshold, after rounding: fewer values are kept
 * than by `EBSTSplitter`. For regression trees, whose default it is.
 *
 * @example
 * const splitter = new tree.splitter.TEBSTSplitter({ digits: 3 })
 * String(new tree.HoeffdingTreeRegressor({ splitter }).options.splitter)
 * // => 'TEBSTSplitter({ digits: 3 })'
 */
export class TEBSTSplitter extends EBSTSplitter<TEBSTSplitterOptions> {
  static override readonly id: string = 'tree.splitter.TEBSTSplitter'
  static override readonly rules: Rules<TEBSTSplitterOptions> = {
    digits: { kind: 'integer', default: 1, atLeast: -22, atMost: 22 },
  }

  override learn(column: SearchTree, x: number, y: number, weight: number): void {
    column.update(math.roundDecimals(x, this.options.digits), y, weight)
  }

  override learnMany(
    column: SearchTree,
    x: number,
    ys: Float64Array,
    targets: number,
    weight: number,
  ): void {
    column.updateMany(math.roundDecimals(x, this.options.digits), ys, targets, weight)
  }
}
