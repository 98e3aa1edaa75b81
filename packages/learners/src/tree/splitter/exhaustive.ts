import { Configured, type Label, Labels, type Rules } from '@coelho/core'
import { CutTree } from '../leaf/cut-tree.js'
import { admitValue } from './admit-value.js'
import type { ColumnSplitter } from './column-splitter.js'

/**
 * Tries every value of a numeric feature as a threshold: it keeps them all. For classification
 * trees; naive Bayes knows nothing of the features then.
 *
 * @example
 * const model = new tree.HoeffdingTreeClassifier({
 *   splitter: new tree.splitter.ExhaustiveSplitter(),
 * })
 * String(model.options.splitter) // => 'ExhaustiveSplitter()'
 */
export class ExhaustiveSplitter extends Configured implements ColumnSplitter {
  static override readonly id: string = 'tree.splitter.ExhaustiveSplitter'
  static override readonly rules: Rules<object> = {}
  static override readonly state: readonly string[] = ['labels', 'column']
  static readonly parts: readonly unknown[] = [CutTree]

  readonly ordersByPlace = false
  private readonly labels: Labels = new Labels()
  private readonly column: CutTree = new CutTree()

  /** Takes in a value of the feature, of an event with this label. */
  update(x: number, y: Label, w = 1): void {
    if (admitValue(this.who, x, y, w, this.labels)) this.column.update(x, this.labels.add(y), w)
  }

  /** Always 0: it tells nothing of densities. */
  condProba(_x: number, _y: Label): number {
    return 0
  }

  get columnClass(): new () => CutTree {
    return CutTree
  }

  newColumn(): CutTree {
    return new CutTree()
  }

  owns(): boolean {
    return true
  }
}
