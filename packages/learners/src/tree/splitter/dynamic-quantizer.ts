import { Configured, type Rules } from '@coelho/core'
import type { GradientTrial } from '../gradient/gradient-trial.js'
import { HashedBins } from '../gradient/hashed-bins.js'
import type { Quantizer } from '../gradient/quantizer.js'

export interface DynamicQuantizerOptions {
  /** How wide the bins are at first. */
  readonly radius: number
  /** How wide they are in later leaves, as a share of the standard deviation of the values. */
  readonly stdProp: number
}

/**
 * Puts the values of a numeric feature into as many bins as it takes, for stochastic gradient
 * trees; the spread of the values says how wide the bins of later leaves are.
 *
 * @example
 * const featureQuantizer = new tree.splitter.DynamicQuantizer({ stdProp: 0.1 })
 * String(new tree.SGTRegressor({ featureQuantizer }))
 * // => 'SGTRegressor({ featureQuantizer: DynamicQuantizer({ stdProp: 0.1 }) })'
 */
export class DynamicQuantizer
  extends Configured<DynamicQuantizerOptions>
  implements Quantizer<HashedBins>
{
  static override readonly id: string = 'tree.splitter.DynamicQuantizer'
  static override readonly rules: Rules<DynamicQuantizerOptions> = {
    radius: { kind: 'number', default: 0.5, above: 0 },
    stdProp: { kind: 'number', default: 0.25, atLeast: 0 },
  }
  static override readonly state: readonly string[] = []

  get columnClass(): new () => HashedBins {
    return HashedBins
  }

  open(column: HashedBins, memory: Float64Array, at: number): void {
    const radius = memory[at]
    column.radius = radius === radius ? radius : this.options.radius
  }

  learn(column: HashedBins, x: number, gradient: number, hessian: number, weight: number): void {
    column.update(x, gradient, hessian, weight)
  }

  remember(column: HashedBins, memory: Float64Array, at: number): void {
    const radius = this.options.stdProp * column.deviation
    memory[at] = radius > 0 ? radius : column.radius
  }

  tryAll(column: HashedBins, trial: GradientTrial): void {
    if (column.count > 1) column.tryAll(trial)
  }

  fits(): boolean {
    return true
  }
}
