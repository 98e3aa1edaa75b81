import { Configured, type Rules } from '@coelho/core'
import { EvenBins } from '../gradient/even-bins.js'
import type { GradientTrial } from '../gradient/gradient-trial.js'
import type { Quantizer } from '../gradient/quantizer.js'

export interface StaticQuantizerOptions {
  /** Into how many bins of equal width the values of a feature are put. */
  readonly nBins: number
  /** How many events are waited for before the bins are placed, between the extremes of them. */
  readonly warmStart: number
}

/**
 * Puts the values of a numeric feature into a fixed number of bins, for stochastic gradient trees.
 * Where the bins are is found out once, and handed on to the leaves that grow from a split.
 *
 * @example
 * const featureQuantizer = new tree.splitter.StaticQuantizer({ nBins: 16 })
 * String(new tree.SGTRegressor({ featureQuantizer }))
 * // => 'SGTRegressor({ featureQuantizer: StaticQuantizer({ nBins: 16 }) })'
 */
export class StaticQuantizer
  extends Configured<StaticQuantizerOptions>
  implements Quantizer<EvenBins>
{
  static override readonly id: string = 'tree.splitter.StaticQuantizer'
  static override readonly rules: Rules<StaticQuantizerOptions> = {
    nBins: { kind: 'integer', default: 64, atLeast: 2, atMost: 65_536 },
    warmStart: { kind: 'integer', default: 100, atLeast: 1, atMost: 16_777_216 },
  }
  static override readonly state: readonly string[] = []

  get columnClass(): new () => EvenBins {
    return EvenBins
  }

  open(column: EvenBins, memory: Float64Array, at: number): void {
    const lowest = memory[at]
    if (lowest === lowest) column.inherit(lowest, memory[at + 1], this.options.nBins)
  }

  learn(column: EvenBins, x: number, gradient: number, hessian: number, weight: number): void {
    const { nBins, warmStart } = this.options
    column.update(x, gradient, hessian, weight, nBins, warmStart)
  }

  remember(column: EvenBins, memory: Float64Array, at: number): void {
    // River: a leaf whose events still wait makes the others forget where the bins are: NaN.
    memory[at] = column.lowest
    memory[at + 1] = column.width
  }

  tryAll(column: EvenBins, trial: GradientTrial): void {
    column.tryAll(trial)
  }

  fits(column: EvenBins): boolean {
    return column.count === 0 || column.count === this.options.nBins
  }
}
