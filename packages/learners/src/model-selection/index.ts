export { BanditClassifier, type BanditClassifierOptions } from './bandit-classifier.js'
export type { BanditOptions } from './bandit-models.js'
export { BanditRegressor, type BanditRegressorOptions } from './bandit-regressor.js'
export { GreedyRegressor, type GreedyRegressorOptions } from './greedy-regressor.js'
export type { HalvingOptions, HalvingSummary } from './halving.js'
export type { SelectionMetric } from './judge.js'
export {
  SuccessiveHalvingClassifier,
  type SuccessiveHalvingClassifierOptions,
} from './successive-halving-classifier.js'
export {
  SuccessiveHalvingRegressor,
  type SuccessiveHalvingRegressorOptions,
} from './successive-halving-regressor.js'
