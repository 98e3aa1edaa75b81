import type { Rules } from '@coelho/core'
import type { Optimizer } from '../optim/optimizer.js'
import { type FactorOptions, factorRules } from './options.js'

/** What `FwFMClassifier` and `FwFMRegressor` have in common. */
export interface FwFMOptions extends FactorOptions {
  /** How the weights of fields follow the gradient; null: `SGD({ lr: 0.01 })`. */
  readonly intWeightOptimizer: Optimizer | null
}

export const fwfmRules: Rules<FwFMOptions> = {
  ...factorRules,
  intWeightOptimizer: { kind: 'object', default: null, nullable: true },
}
