import type { Rules } from '@coelho/core'
import type { Optimizer } from '../optim/optimizer.js'
import { WeightedPairs } from './interactions/weighted-pairs.js'
import { type FactorOptions, type FactorSetup, factorRules, ownOptimizer } from './options.js'

/** What `FwFMClassifier` and `FwFMRegressor` have in common. */
export interface FwFMOptions extends FactorOptions {
  /** How the weights of fields follow the gradient; null: `SGD({ lr: 0.01 })`. */
  readonly intWeightOptimizer: Optimizer | null
}

export const fwfmRules: Rules<FwFMOptions> = {
  ...factorRules,
  intWeightOptimizer: { kind: 'object', default: null, nullable: true },
}

/** Makes the pairs, whose weights follow an optimizer of their own. */
export function weightedPairs({
  who,
  options,
}: {
  readonly who: string
  readonly options: FwFMOptions
}): (setup: FactorSetup) => WeightedPairs {
  return (setup) => {
    const optimizer = ownOptimizer(who, 'intWeightOptimizer', options.intWeightOptimizer)
    return new WeightedPairs(setup, optimizer)
  }
}
