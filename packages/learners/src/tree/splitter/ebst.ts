import { Configured, type Rules } from '@coelho/core'
import type { ValueTrial } from '../grow/value-trial.js'
import { BlockPool } from '../leaf/block-pool.js'
import { SearchTree } from '../leaf/search-tree.js'
import type { ValueSplitter } from './value-splitter.js'

/**
 * Tries every value of a numeric feature as a threshold, exactly: it keeps them all, in a
 * binary search tree. For regression trees.
 *
 * @example
 * const model = new tree.HoeffdingTreeRegressor({ splitter: new tree.splitter.EBSTSplitter() })
 * String(model.options.splitter) // => 'EBSTSplitter()'
 */
export class EBSTSplitter<Options extends object = object>
  extends Configured<Options>
  implements ValueSplitter<SearchTree>
{
  static override readonly id: string = 'tree.splitter.EBSTSplitter'
  static override readonly rules: Rules<object> = {}
  static override readonly state: readonly string[] = []

  private readonly pool: BlockPool = new BlockPool()

  get columnClass(): new () => SearchTree {
    return SearchTree
  }

  fresh(): SearchTree {
    return new SearchTree().use(this.pool)
  }

  discard(column: SearchTree): void {
    column.discard()
  }

  learn(column: SearchTree, x: number, y: number, weight: number): void {
    column.update(x, y, weight)
  }

  learnMany(
    column: SearchTree,
    x: number,
    ys: Float64Array,
    targets: number,
    weight: number,
  ): void {
    column.updateMany(x, ys, targets, weight)
  }

  tryAll(column: SearchTree, trial: ValueTrial): void {
    column.tryAll(trial)
  }

  prune(column: SearchTree, trial: ValueTrial, merit: number, least: number): void {
    column.prune(trial, merit, least)
  }
}
