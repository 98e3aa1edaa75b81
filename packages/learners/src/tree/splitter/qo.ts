import { Configured, type Rules } from '@coelho/core'
import type { ValueTrial } from '../grow/value-trial.js'
import { SlotTable } from '../leaf/slot-table.js'
import type { ValueSplitter } from './value-splitter.js'

export interface QOSplitterOptions {
  /** How wide a slot is. */
  readonly radius: number
  /** Let a feature be split into all its slots at once. */
  readonly allowMultiwaySplits: boolean
}

/**
 * Puts the values of a numeric feature into slots of equal width and tries a threshold between
 * any two: much less memory than a search tree. For regression trees.
 *
 * @example
 * const splitter = new tree.splitter.QOSplitter({ radius: 0.1 })
 * String(new tree.HoeffdingTreeRegressor({ splitter }))
 * // => 'HoeffdingTreeRegressor({ splitter: QOSplitter({ radius: 0.1 }) })'
 */
export class QOSplitter extends Configured<QOSplitterOptions> implements ValueSplitter<SlotTable> {
  static override readonly id: string = 'tree.splitter.QOSplitter'
  static override readonly rules: Rules<QOSplitterOptions> = {
    radius: { kind: 'number', default: 0.25, above: 0 },
    allowMultiwaySplits: { kind: 'boolean', default: false },
  }
  static override readonly state: readonly string[] = []

  get columnClass(): new () => SlotTable {
    return SlotTable
  }

  learn(column: SlotTable, x: number, y: number, weight: number): void {
    column.update(x, y, weight, this.options.radius)
  }

  learnMany(column: SlotTable, x: number, ys: Float64Array, targets: number, weight: number): void {
    column.updateMany(x, ys, targets, weight, this.options.radius)
  }

  tryAll(column: SlotTable, trial: ValueTrial, binary: boolean): void {
    const { radius, allowMultiwaySplits } = this.options
    column.tryAll(trial, radius, allowMultiwaySplits && !binary)
  }
}
