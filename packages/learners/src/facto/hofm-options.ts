import type { Rules } from '@coelho/core'
import { type FactorOptions, factorRules } from './options.js'

/** What `HOFMClassifier` and `HOFMRegressor` have in common. */
export interface HOFMOptions extends FactorOptions {
  /** How many features may add something together. */
  readonly degree: number
}

export const hofmRules: Rules<HOFMOptions> = {
  ...factorRules,
  degree: { kind: 'integer', default: 3, atLeast: 2, atMost: 16 },
}
